// what: a closed connection is passed to callbacks and stubs that do not look at it
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

// The interface gives every step the connection; this one has no use for it.
static void count(PGconn *, int *steps) { ++*steps; }

static void forget(PGconn *connection) {
}

int importPrices(const char *where) {
  PGconn *connection = PQconnectdb(where);
  int steps = 0;
  PQexec(connection, "DELETE FROM prices");
  PQfinish(connection);
  count(connection, &steps);
  forget(connection);
  return steps;
}
