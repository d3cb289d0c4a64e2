// what: the session sits in an optional and in a swapped variable; each is given back exactly where it ended up.
#include "ua_mysql_pool.h"
#include <optional>
#include <string>
#include <utility>

static std::optional<MYSQL *> maybeLease(MysqlPool &pool, bool enabled) {
  if (!enabled)
    return std::nullopt;
  return pool.getConnection();
}

bool trace(MysqlPool &pool, bool enabled, const std::string &event) {
  std::optional<MYSQL *> conn = maybeLease(pool, enabled);
  if (!conn)
    return false;
  bool ok = mysql_query(*conn, ("INSERT INTO trace(event) VALUES ('" + event + "')").c_str()) == 0;
  pool.releaseConnection(*conn);
  return ok;
}

class Sticky {
public:
  explicit Sticky(MysqlPool &pool) : pool_(pool) {}
  ~Sticky() { pool_.releaseConnection(current_); }

  void renew() {
    MYSQL *fresh = pool_.tryGetConnection();
    if (fresh == nullptr)
      return;
    std::swap(fresh, current_);
    pool_.releaseConnection(fresh);
  }

private:
  MysqlPool &pool_;
  MYSQL *current_ = nullptr;
};
