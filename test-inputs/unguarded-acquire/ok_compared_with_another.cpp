// what: a session that may be the caller's is closed when it is not: what was opened here is no
// other.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

void mayBring(PGconn *given) {
  PGconn *conn = given;
  if (!conn)
    conn = PQconnectdb("");
  PQclear(PQexec(conn, "SELECT 1"));
  if (conn != given)
    PQfinish(conn);
}

void mayBringToo(PGconn *given) {
  PGconn *conn = given ? given : PQconnectdb("");
  PQclear(PQexec(conn, "SELECT 1"));
  if (given == conn)
    return;
  PQfinish(conn);
}

PGconn *shared;

void ofItsOwn(bool own) {
  PGconn *conn = shared;
  if (own)
    conn = PQconnectdb("");
  PQclear(PQexec(conn, "SELECT 1"));
  if (conn != shared)
    PQfinish(conn);
}

void twoNames() {
  PGconn *conn = PQconnectdb("");
  PGconn *same = conn;
  if (same == conn) {
    PQfinish(conn);
    return;
  }
  PQclear(PQexec(conn, "SELECT 1"));
}

PGconn *withAnother() {
  PGconn *conn = PQconnectdb("host=first");
  PGconn *other = conn ?: PQconnectdb("host=second");
  return other;
}

void closedInVain(PGconn *given) {
  PGconn *conn = given;
  if (!conn)
    conn = PQconnectdb(""); // EXPECT: unguarded-acquire
  PQclear(PQexec(conn, "SELECT 1"));
  if (conn == given)
    PQfinish(conn);
}
