// what: a missing row is reported with an exception that is thrown while the raw connection is still out.
#include "ua_mysql_pool.h"
#include <stdexcept>
#include <string>

struct NotFound : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class UserDao {
public:
  explicit UserDao(MysqlPool *pool) : pool_(pool) {}

  std::string emailOf(unsigned long id) const {
    MYSQL *db = pool_->getConnection(); // EXPECT: unguarded-acquire
    std::string sql = "SELECT email FROM users WHERE id=" + std::to_string(id);
    mysql_real_query(db, sql.data(), sql.size());
    MYSQL_RES *res = mysql_store_result(db);
    if (res == nullptr || mysql_num_rows(res) == 0) {
      if (res)
        mysql_free_result(res);
      throw NotFound("no user " + std::to_string(id)); // NOTE: "here"
    }
    std::string email = mysql_fetch_row(res)[0];
    mysql_free_result(res);
    pool_->releaseConnection(db);
    return email;
  }

private:
  MysqlPool *pool_;
};
