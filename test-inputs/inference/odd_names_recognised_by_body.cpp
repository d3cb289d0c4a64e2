// what: no name says pool, get or put: a stack that gives up its top and gets it back later is recognised by what the bodies do.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <mutex>
#include <stack>
#include <string>

class Garage {
public:
  ~Garage() {
    for (; !parked_.empty(); parked_.pop())
      PQfinish(parked_.top());
  }

  void fill(const char *conninfo, int n) {
    for (int i = 0; i < n; ++i) {
      PGconn *car = PQconnectdb(conninfo);
      if (PQstatus(car) == CONNECTION_OK)
        parked_.push(car);
      else
        PQfinish(car);
    }
  }

  PGconn *driveOut() {
    std::lock_guard<std::mutex> lock(gate_);
    if (parked_.empty())
      return nullptr;
    PGconn *car = parked_.top();
    parked_.pop();
    return car;
  }

  void park(PGconn *car) {
    std::lock_guard<std::mutex> lock(gate_);
    parked_.push(car);
  }

private:
  std::mutex gate_;
  std::stack<PGconn *> parked_;
};

bool logVisit(Garage &garage, const std::string &page) {
  PGconn *db = garage.driveOut(); // EXPECT: unguarded-acquire
  if (!db)
    return false;
  const char *values[] = {page.c_str()};
  PGresult *res = PQexecParams(db, "INSERT INTO visits(page) VALUES ($1)", 1, nullptr, values, nullptr, nullptr, 0);
  if (PQresultStatus(res) != PGRES_COMMAND_OK) {
    PQclear(res);
    return false;
  }
  PQclear(res);
  garage.park(db);
  return true;
}
