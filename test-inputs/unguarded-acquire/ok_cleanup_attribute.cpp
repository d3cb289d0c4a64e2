// what: __attribute__((cleanup)) gives the session back on every path, exceptions included.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <pthread.h>
#include <stdexcept>

static void finish(PGconn **conn) {
  if (*conn)
    PQfinish(*conn);
}
static void look(PGconn **conn) { PQstatus(*conn); }
void elsewhere(PGconn **conn);

int onEveryPath(bool early) {
  __attribute__((cleanup(finish))) PGconn *conn = PQconnectdb("");
  if (early)
    return 1;
  if (PQstatus(conn) != CONNECTION_OK)
    throw std::runtime_error("no database");
  PQclear(PQexec(conn, "SELECT 1"));
  return 0;
}

void inAnotherFile() {
  __attribute__((cleanup(elsewhere))) PGconn *conn = PQconnectdb("");
  PQclear(PQexec(conn, "SELECT 1"));
}

void onlyLookedAt() {
  __attribute__((cleanup(look))) PGconn *conn = PQconnectdb(""); // EXPECT: unguarded-acquire
  PQclear(PQexec(conn, "SELECT 1"));
}

pthread_key_t perThread; // whose destructor closes it

PGconn *ofThisThread() {
  auto *conn = static_cast<PGconn *>(pthread_getspecific(perThread));
  if (!conn) {
    conn = PQconnectdb("");
    pthread_setspecific(perThread, conn);
  }
  return conn;
}

void openForThisThread() { pthread_setspecific(perThread, PQconnectdb("")); }
