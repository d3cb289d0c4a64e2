// what: a raw pointer to the leased connection is copied into std::async and the future is kept beyond the lease
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <future>
#include <string>
#include <vector>

class ReportService {
public:
  explicit ReportService(PgConnPool &pool) : pool_(pool) {}

  std::string start(const std::string &month) {
    PgLease lease(pool_);
    PGconn *conn = lease.get();
    PgRows row(PQexec(conn, "INSERT INTO report_runs DEFAULT VALUES RETURNING id"));
    if (PQresultStatus(row.get()) != PGRES_TUPLES_OK)
      return {};
    std::string run = PQgetvalue(row.get(), 0, 0);

    runs_.push_back(std::async(std::launch::async, [conn, month, run] { // EXPECT: background-task
      const char *values[] = {month.c_str(), run.c_str()};
      PgRows filled(PQexecParams(conn, "SELECT fill_report($1, $2)", 2, nullptr, values, nullptr, nullptr, 0));
      return PQresultStatus(filled.get()) == PGRES_TUPLES_OK;
    }));
    return run;
  }

private:
  PgConnPool &pool_;
  std::vector<std::future<bool>> runs_;
};
