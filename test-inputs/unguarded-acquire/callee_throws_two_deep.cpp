// what: the exception comes from a helper of a helper; the caller gives the connection back on the normal path only.
#include "ua_mysql_pool.h"
#include <stdexcept>
#include <string>

struct Line {
  std::string sku;
  int quantity;
};

static void requirePositive(int quantity) {
  if (quantity <= 0)
    throw std::domain_error("quantity must be positive");
}

static std::string toSql(const Line &line) {
  requirePositive(line.quantity);
  return "UPDATE stock SET on_hand = on_hand - " + std::to_string(line.quantity) + " WHERE sku = '" + line.sku + "'";
}

bool reserve(MysqlPool &pool, const Line &line) {
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  std::string sql = toSql(line);
  bool ok = mysql_query(conn, sql.c_str()) == 0;
  pool.releaseConnection(conn);
  return ok;
}
