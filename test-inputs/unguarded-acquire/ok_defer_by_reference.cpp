// what: a Defer object with a lambda that captures the unique_ptr by reference puts it back on every path, also when the driver throws.
#include "ua_scope.h"
#include "ua_unique_pool.h"
#include <iostream>
#include <string>

class FriendDao {
public:
  explicit FriendDao(MySqlPool &pool) : pool_(pool) {}

  bool addFriend(int from, int to) {
    auto con = pool_.getConnection();
    if (con == nullptr)
      return false;
    Defer defer([this, &con]() { pool_.returnConnection(std::move(con)); });
    try {
      std::unique_ptr<sql::PreparedStatement> stmt(
          con->prepareStatement("INSERT INTO friend_apply (from_uid, to_uid) VALUES (?, ?)"));
      stmt->setInt(1, from);
      stmt->setInt(2, to);
      return stmt->executeUpdate() > 0;
    } catch (const sql::SQLException &e) {
      std::cerr << "SQLException: " << e.what() << " (code " << e.getErrorCode() << ")\n";
      return false;
    }
  }

private:
  MySqlPool &pool_;
};
