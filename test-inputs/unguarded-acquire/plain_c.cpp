// what: in C, where structs are no classes: a parameter that is closed by a helper, one that is kept, one that is neither.
// flags: -x c -std=c17 -isystem /usr/include/postgresql
#include <libpq-fe.h>

static PGconn *shared;

static void finish(PGconn *conn) {
  if (conn != NULL)
    PQfinish(conn);
}
static void keep(PGconn *conn) { shared = conn; }
static void reset(PGconn *conn) { PQreset(conn); }

void closed(const char *info) {
  PGconn *conn = PQconnectdb(info);
  finish(conn);
}

void kept(const char *info) {
  PGconn *conn = PQconnectdb(info);
  keep(conn);
}

void left(const char *info) {
  PGconn *conn = PQconnectdb(info); // EXPECT: unguarded-acquire
  reset(conn);
}
