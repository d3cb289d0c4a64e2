// what: sessions are put into the elements of a local container, and the function leaves while it is at one of them.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <queue>
#include <stdexcept>
#include <vector>

class Shards {
public:
  Shards(int count, const char *info);

private:
  std::queue<PGconn *> free_;
};

Shards::Shards(int count, const char *info) {
  std::vector<PGconn *> opened(count);
  for (int i = 0; i < count; i++) {
    opened[i] = PQconnectdb(info); // EXPECT: unguarded-acquire
    if (PQstatus(opened[i]) != CONNECTION_OK)
      throw std::runtime_error(PQerrorMessage(opened[i]));
    free_.push(opened[i]);
  }
}

bool firstOnly(const char *info) {
  PGconn *all[4];
  for (int i = 0; i < 4; ++i) {
    all[i] = PQconnectdb(info); // EXPECT: unguarded-acquire
    if (PQstatus(all[i]) != CONNECTION_OK)
      return false;
    PQfinish(all[i]);
  }
  return true;
}
