// what: a known limit: warm_up() only asks the session, but its body is elsewhere, so it may have taken it over
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

void warm_up(PGconn *conn); // a few SELECTs, in cache.cpp

int start(const char *info) {
  PGconn *conn = PQconnectdb(info); // MISS: unguarded-acquire
  if (PQstatus(conn) != CONNECTION_OK) {
    PQfinish(conn);
    return 1;
  }
  warm_up(conn);
  return 0;
}
