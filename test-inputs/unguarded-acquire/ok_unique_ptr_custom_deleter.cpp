// what: unique_ptr with a deleter that knows the pool gives the connection back on every path, exceptions included.
#include "ua_mysql_pool.h"
#include <memory>
#include <stdexcept>
#include <string>

struct ConnReturner {
  MysqlPool *pool = nullptr;
  void operator()(MYSQL *conn) const noexcept { pool->releaseConnection(conn); }
};
using ConnPtr = std::unique_ptr<MYSQL, ConnReturner>;

class CartService {
public:
  explicit CartService(MysqlPool &pool) : pool_(pool) {}

  void add(int cart, const std::string &sku) {
    ConnPtr conn(pool_.getConnection(), ConnReturner{&pool_});
    if (sku.empty())
      throw std::invalid_argument("sku");
    std::string sql = "INSERT INTO cart_items(cart, sku) VALUES (" + std::to_string(cart) + ", '" + sku + "')";
    if (mysql_query(conn.get(), sql.c_str()) != 0)
      throw std::runtime_error(mysql_error(conn.get()));
  }

private:
  MysqlPool &pool_;
};

using SqliteLikeHandle = std::unique_ptr<MYSQL, decltype(&mysql_close)>;

bool canConnect(const char *host, const char *user, const char *password) {
  SqliteLikeHandle db(mysql_init(nullptr), &mysql_close);
  if (!db)
    return false;
  return mysql_real_connect(db.get(), host, user, password, nullptr, 0, nullptr, 0) != nullptr;
}
