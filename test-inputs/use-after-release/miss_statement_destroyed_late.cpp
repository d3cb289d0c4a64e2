// what: a known limit: the statement dies, and tells the server, when its connection is back in the pool
#include "ua_unique_pool.h"
#include <string>

bool known(MySqlPool &pool, const std::string &name) {
  auto con = pool.getConnection(); // EXPECT: unguarded-acquire "an exception"
  if (con == nullptr)
    return false;
  std::unique_ptr<sql::PreparedStatement> pstmt(con->prepareStatement("SELECT email FROM user WHERE name = ?"));
  pstmt->setString(1, name);
  pool.returnConnection(std::move(con)); // MISS: use-after-release
  return true;
}
