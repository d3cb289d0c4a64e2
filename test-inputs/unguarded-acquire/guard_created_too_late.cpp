// what: the guard-like lambda exists, but it is created only after the first thing that can leave the function.
#include "ua_scope.h"
#include "ua_unique_pool.h"
#include <string>

int countFriends(MySqlPool &pool, int uid) {
  auto con = pool.getConnection(); // EXPECT: unguarded-acquire
  if (con == nullptr)
    return 0;
  std::unique_ptr<sql::PreparedStatement> stmt(con->prepareStatement("SELECT COUNT(*) FROM friend WHERE self_id = ?"));
  Defer defer([&pool, &con] { pool.returnConnection(std::move(con)); });

  stmt->setInt(1, uid);
  std::unique_ptr<sql::ResultSet> res(stmt->executeQuery());
  return res->next() ? res->getInt(1) : 0;
}
