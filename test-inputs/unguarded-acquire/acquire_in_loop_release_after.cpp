// what: each round of the loop takes a connection, one release after the loop gives the last one back.
#include "ua_mysql_pool.h"
#include <string>
#include <vector>

class PriceImporter {
public:
  explicit PriceImporter(MysqlPool &pool) : pool_(pool) {}

  int import(const std::vector<std::string> &rows) {
    int imported = 0;
    MYSQL *conn = nullptr;
    for (const std::string &row : rows) {
      conn = pool_.tryGetConnection(); // EXPECT: unguarded-acquire
      if (conn == nullptr)
        break;
      std::string sql = "INSERT INTO prices(sku, cents) VALUES (" + row + ")";
      if (mysql_query(conn, sql.c_str()) == 0)
        ++imported;
    }
    pool_.releaseConnection(conn);
    return imported;
  }

private:
  MysqlPool &pool_;
};
