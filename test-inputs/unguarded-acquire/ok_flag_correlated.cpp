// what: a flag remembers whether the connection was taken here or came from the caller.
#include "ua_mysql_pool.h"
#include <string>

class TagDao {
public:
  explicit TagDao(MysqlPool &pool) : pool_(pool) {}

  bool rename(const std::string &from, const std::string &to, MYSQL *conn = nullptr) {
    bool own = false;
    if (conn == nullptr) {
      conn = pool_.getConnection();
      own = true;
    }
    std::string sql = "UPDATE tags SET name = '" + to + "' WHERE name = '" + from + "'";
    bool ok = mysql_query(conn, sql.c_str()) == 0;
    if (own)
      pool_.releaseConnection(conn);
    return ok;
  }

  bool drop(const std::string &name, MYSQL *outer) {
    const bool borrowed = outer != nullptr;
    MYSQL *conn = borrowed ? outer : pool_.getConnection();
    bool ok = mysql_query(conn, ("DELETE FROM tags WHERE name = '" + name + "'").c_str()) == 0;
    if (!borrowed)
      pool_.releaseConnection(conn);
    return ok;
  }

private:
  MysqlPool &pool_;
};
