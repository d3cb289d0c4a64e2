// what: handles go into a container whose class finishes them all; the failed one is finished at once.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <functional>
#include <iostream>
#include <libpq-fe.h>
#include <map>
#include <string>
#include <vector>

class ShardMap {
public:
  ShardMap() = default;
  ShardMap(const ShardMap &) = delete;
  ShardMap &operator=(const ShardMap &) = delete;
  ~ShardMap() {
    for (auto &[name, conn] : byName_)
      PQfinish(conn);
  }

  std::size_t connect(const std::vector<std::pair<std::string, std::string>> &shards) {
    for (const auto &[name, conninfo] : shards) {
      PGconn *conn = PQconnectdb(conninfo.c_str());
      if (PQstatus(conn) != CONNECTION_OK) {
        std::cerr << name << ": " << PQerrorMessage(conn);
        PQfinish(conn);
        continue;
      }
      auto [it, inserted] = byName_.emplace(name, conn);
      if (!inserted)
        PQfinish(conn);
    }
    return byName_.size();
  }

private:
  std::map<std::string, PGconn *> byName_;
};
