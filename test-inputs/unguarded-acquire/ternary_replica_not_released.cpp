// what: the connection comes from one of two pools; only the one of the primary is ever given back.
#include "ua_mysql_pool.h"
#include <string>

class Router {
public:
  Router(MysqlPool &primary, MysqlPool &replica) : primary_(primary), replica_(replica) {}

  bool execute(const std::string &sql, bool write) {
    MYSQL *conn = write ? primary_.getConnection()
                        : replica_.getConnection(); // EXPECT: unguarded-acquire
    bool ok = mysql_real_query(conn, sql.data(), sql.size()) == 0;
    if (write)
      primary_.releaseConnection(conn);
    return ok;
  }

private:
  MysqlPool &primary_;
  MysqlPool &replica_;
};
