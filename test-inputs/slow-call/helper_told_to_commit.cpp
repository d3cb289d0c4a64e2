// what: a transaction begun on a session of the whole program, through a parameter, is committed by a helper that reaches the session by its name.
#include <postgresql/libpq-fe.h>
#include <unistd.h>

PGconn *connection;
void run(PGconn *conn, const char *text) { PQclear(PQexec(conn, text)); }
void command(const char *text) { run(connection, text); }
void begin(PGconn *conn) { run(conn, "BEGIN"); }
bool waiting();

void copy() {
  begin(connection);
  command("INSERT INTO copy SELECT * FROM original");
  command("COMMIT");
  while (waiting())
    sleep(1);
}
void copyOn() {
  begin(connection);
  command("INSERT INTO copy SELECT * FROM original");
  while (waiting())
    sleep(1); // EXPECT: slow-call
  command("COMMIT");
}
