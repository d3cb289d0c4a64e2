// what: a session is put into a local container, which a visible function looks into; where that does not close it, it leaks with the container.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <list>
#include <map>
#include <vector>

static void closeLast(std::vector<PGconn *> conns) {
  PGconn *conn = conns[0];
  PQfinish(conn);
}
static void resetLast(std::vector<PGconn *> conns) { PQreset(conns[0]); }
static void closeBack(std::list<PGconn *> &conns) { PQfinish(conns.back()); }
static void closeSecond(std::map<int, PGconn *> conns) { PQfinish(conns[2]); }
static void resetSecond(std::map<int, PGconn *> conns) { PQreset(conns[2]); }

void closed(const char *info) {
  std::vector<PGconn *> some;
  some.push_back(PQconnectdb(info));
  closeLast(some);

  std::list<PGconn *> others;
  PGconn *conn = PQconnectdb(info);
  others.push_back(conn);
  closeBack(others);

  std::map<int, PGconn *> numbered;
  numbered[2] = PQconnectdb(info);
  closeSecond(numbered);
}

void closedHere(const char *info) {
  std::vector<PGconn *> conns;
  conns.push_back(PQconnectdb(info));
  conns.push_back(PQconnectdb(info));
  for (PGconn *conn : conns)
    PQfinish(conn);
}

void leftInVector(const char *info) {
  std::vector<PGconn *> conns;
  PGconn *conn = PQconnectdb(info); // EXPECT: unguarded-acquire
  conns.push_back(conn);
  resetLast(conns);
}

void leftInMap(const char *info) {
  std::map<int, PGconn *> conns;
  conns[2] = PQconnectdb(info); // EXPECT: unguarded-acquire
  resetSecond(conns);
}

std::vector<PGconn *> handedOut(const char *info) {
  std::vector<PGconn *> conns;
  PGconn *conn = PQconnectdb(info);
  conns.push_back(conn);
  return conns;
}
