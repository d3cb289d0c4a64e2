// what: branches on a static that nothing changes, on a function that returns a literal and on a loop that runs once are no branches; on a static that something changes they are.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

static int alwaysOn = 1;
static int five = 5;
static int sometimes = 1;
static bool enabled() { return true; }
void toggle() { sometimes = !sometimes; }

void onStatic(const char *info) {
  PGconn *conn = PQconnectdb(info);
  if (alwaysOn)
    PQfinish(conn);
}

void onEqual(const char *info) {
  PGconn *conn = PQconnectdb(info);
  if (five != 5)
    PQreset(conn);
  else
    PQfinish(conn);
}

void onFunction(const char *info) {
  PGconn *conn = PQconnectdb(info);
  if (enabled())
    PQfinish(conn);
}

void inOneRound(const char *info) {
  PGconn *conn = nullptr;
  for (int i = 0; i < 1; i++)
    conn = PQconnectdb(info);
  for (int i = 0; i < 1; i++)
    PQfinish(conn);
}

void onChanging(const char *info) {
  PGconn *conn = PQconnectdb(info); // EXPECT: unguarded-acquire
  if (sometimes)
    PQfinish(conn);
}
