// what: right: the object owns one connection for its one thread; the jthread member is destroyed (joined) before the connection
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <atomic>
#include <string>
#include <thread>

class SnapshotExporter {
public:
  explicit SnapshotExporter(const std::string &conninfo)
      : conn_(PQconnectdb(conninfo.c_str())), thread_([this](std::stop_token stop) { run(stop); }) {}

  long rows() const { return rows_; }

private:
  void run(std::stop_token stop) {
    static const char *const tables[] = {"orders", "customers", "products"};
    for (const char *table : tables) {
      if (stop.stop_requested() || PQstatus(conn_.get()) != CONNECTION_OK)
        return;
      const std::string sql = std::string("SELECT * FROM ") + table;
      PgRows rows(PQexec(conn_.get(), sql.c_str()));
      rows_ += PQntuples(rows.get());
    }
  }

  std::atomic<long> rows_{0};
  PgOwned conn_;
  std::jthread thread_;
};
