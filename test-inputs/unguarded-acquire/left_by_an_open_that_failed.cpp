// what: an open that overwrites what is there leaves its session in the field and says that it failed, or is called twice; who closes after success only loses it.
#include <postgresql/libpq-fe.h>
#include <sqlite3.h>

struct Accounts {
  bool connect();
  void disconnect();
  PGconn *link;
};

bool Accounts::connect() {
  link = PQconnectdb("dbname=game"); // EXPECT: unguarded-acquire
  if (PQstatus(link) != CONNECTION_OK)
    return false;
  PQclear(PQexec(link, "SET search_path TO game"));
  return true;
}
void Accounts::disconnect() { PQfinish(link); }

void save(Accounts &accounts) {
  if (accounts.connect()) {
    PQclear(PQexec(accounts.link, "UPDATE account SET money = 1"));
    accounts.disconnect();
  }
}

void rename(Accounts *accounts) {
  if (!accounts->connect())
    return;
  accounts->connect(); // EXPECT: unguarded-acquire
  PQclear(PQexec(accounts->link, "UPDATE account SET name = 'x'"));
  accounts->disconnect();
}

// In C's way, with zero for success.
struct Log {
  sqlite3 *db;
};
int openLog(Log *log) {
  if (sqlite3_open("log", &log->db) != SQLITE_OK) // EXPECT: unguarded-acquire
    return -1;
  sqlite3_exec(log->db, "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
  return 0;
}
void append(Log *log) {
  if (openLog(log) != 0)
    return;
  sqlite3_exec(log->db, "INSERT INTO log VALUES (1)", nullptr, nullptr, nullptr);
  sqlite3_close(log->db);
}
