// what: the unique_ptr dies when there is no row: the connection is closed, the pool is smaller by one for ever.
#include "ua_unique_pool.h"
#include <iostream>

class MysqlDao {
public:
  explicit MysqlDao(MySqlPool &pool) : pool_(pool) {}

  bool CheckEmail(const std::string &name, const std::string &email) {
    auto con = pool_.getConnection(); // EXPECT: unguarded-acquire
    try {
      if (con == nullptr)
        return false;
      std::unique_ptr<sql::PreparedStatement> pstmt(con->prepareStatement("SELECT email FROM user WHERE name = ?"));
      pstmt->setString(1, name);
      std::unique_ptr<sql::ResultSet> res(pstmt->executeQuery());
      while (res->next()) {
        bool same = email == res->getString("email").asStdString();
        pool_.returnConnection(std::move(con));
        return same;
      }
      return true; // no row: con is destroyed
    } catch (const sql::SQLException &e) {
      pool_.returnConnection(std::move(con));
      std::cerr << "SQLException: " << e.what() << std::endl;
      return false;
    }
  }

private:
  MySqlPool &pool_;
};
