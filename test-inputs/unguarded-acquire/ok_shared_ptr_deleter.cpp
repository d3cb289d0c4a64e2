// what: shared_ptr whose deleter is a lambda or a std::bind expression that puts the connection back.
#include "ua_mysql_pool.h"
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

class SharedSource {
public:
  explicit SharedSource(MysqlPool &pool) : pool_(pool) {}

  std::shared_ptr<MYSQL> lease() {
    return std::shared_ptr<MYSQL>(pool_.getConnection(),
                                  std::bind(&SharedSource::putBack, this, std::placeholders::_1));
  }

  void rename(int id, const std::string &name) {
    std::shared_ptr<MYSQL> conn(pool_.getConnection(), [this](MYSQL *c) { pool_.releaseConnection(c); });
    if (name.size() > 64)
      throw std::length_error("name too long");
    std::string sql = "UPDATE items SET name = '" + name + "' WHERE id = " + std::to_string(id);
    if (mysql_query(conn.get(), sql.c_str()) != 0)
      throw std::runtime_error(mysql_error(conn.get()));
  }

  bool exists(int id) {
    auto conn = lease();
    if (mysql_query(conn.get(), ("SELECT 1 FROM items WHERE id = " + std::to_string(id)).c_str()) != 0)
      return false;
    MYSQL_RES *rows = mysql_store_result(conn.get());
    bool found = rows && mysql_num_rows(rows) > 0;
    mysql_free_result(rows);
    return found;
  }

private:
  void putBack(MYSQL *conn) { pool_.releaseConnection(conn); }

  MysqlPool &pool_;
};
