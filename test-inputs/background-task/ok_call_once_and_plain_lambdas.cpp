// what: right: std::call_once, std::invoke, a named lambda and an immediately invoked one all run here and now
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <functional>
#include <mutex>
#include <string>

class SettingsDao {
public:
  explicit SettingsDao(PgConnPool &pool) : pool_(pool) {}

  std::string value(const std::string &key) {
    PgLease lease(pool_);
    std::call_once(prepared_, [&lease] {
      PgRows done(PQexec(lease.get(), "CREATE TABLE IF NOT EXISTS settings(key text, value text)"));
    });
    const auto lookup = [&](const char *sql) {
      const char *values[] = {key.c_str()};
      return PgRows(PQexecParams(lease.get(), sql, 1, nullptr, values, nullptr, nullptr, 0));
    };
    PgRows own = lookup("SELECT value FROM settings WHERE key = $1");
    if (PQntuples(own.get()) == 1)
      return PQgetvalue(own.get(), 0, 0);
    PgRows fallback = std::invoke(lookup, "SELECT value FROM defaults WHERE key = $1");
    const bool found = [&] { return PQntuples(fallback.get()) == 1 && PQstatus(lease.get()) == CONNECTION_OK; }();
    return found ? PQgetvalue(fallback.get(), 0, 0) : std::string();
  }

private:
  PgConnPool &pool_;
  std::once_flag prepared_;
};
