// what: sessions in the elements of a local container are given back by another loop, by who gets the container, or by who gets each.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <queue>
#include <stdexcept>
#include <vector>

void closeAll(std::vector<PGconn *> &all);

void closedByAnotherLoop(const char *info) {
  PGconn *all[4] = {};
  for (int i = 0; i < 4; ++i) {
    all[i] = PQconnectdb(info);
    if (PQstatus(all[i]) != CONNECTION_OK) {
      for (int j = 0; j <= i; ++j)
        PQfinish(all[j]);
      throw std::runtime_error("no connection");
    }
  }
  for (PGconn *each : all)
    PQfinish(each);
}

bool handedOn(int count, const char *info) {
  std::vector<PGconn *> all(count);
  bool good = true;
  for (int i = 0; i < count && good; ++i) {
    all[i] = PQconnectdb(info);
    good = PQstatus(all[i]) == CONNECTION_OK;
  }
  closeAll(all);
  return good;
}

class Pool {
public:
  void open(int count, const char *info) {
    std::vector<PGconn *> opened(count);
    for (int i = 0; i < count; i++) {
      opened[i] = PQconnectdb(info);
      if (PQstatus(opened[i]) != CONNECTION_OK) {
        PQfinish(opened[i]);
        throw std::runtime_error("no connection");
      }
      free_.push(opened[i]);
    }
  }
  ~Pool() {
    for (; !free_.empty(); free_.pop())
      PQfinish(free_.front());
  }

private:
  std::queue<PGconn *> free_;
};

// They are closed after the loop, by the same index.
void closedAfterwards(const char *info) {
  PGconn *all[4];
  int i;
  for (i = 0; i < 4; ++i)
    all[i] = PQconnectdb(info);
  while (--i >= 0)
    PQfinish(all[i]);
}
