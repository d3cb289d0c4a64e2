// what: a helper hands the session on to a function that nothing is known of, which may give it back.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

void hangUpElsewhere(PGconn *conn);

static void hangUp(PGconn *conn) {
  if (conn)
    hangUpElsewhere(conn);
}

void call(const char *info) {
  PGconn *conn = PQconnectdb(info);
  hangUp(conn);
}
