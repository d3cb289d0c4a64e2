// what: a known limit: what a loop puts into a container counts as kept, also where an early return lets the container die; so does what a member container holds
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <string>
#include <vector>

bool ping_all(const std::vector<std::string> &shards) {
  std::vector<PGconn *> open;
  for (const std::string &shard : shards) {
    PGconn *conn = PQconnectdb(shard.c_str()); // MISS: unguarded-acquire
    open.push_back(conn);
    if (PQstatus(conn) != CONNECTION_OK)
      return false;
  }
  for (PGconn *conn : open)
    PQfinish(conn);
  return true;
}

class Shards {
public:
  void open(const char *info) {
    PGconn *conn = PQconnectdb(info); // MISS: unguarded-acquire
    open_.push_back(conn);
  }
  void reset() { // and nobody closes any of them
    for (PGconn *conn : open_)
      PQreset(conn);
  }

private:
  std::vector<PGconn *> open_;
};
