// what: the guard lives inside the try block and has given back before the handler runs.
#include "ua_scope.h"
#include "ua_unique_pool.h"
#include <iostream>
#include <memory>
#include <string>

std::string nickname(MySqlPool &pool, int uid) {
  try {
    auto con = pool.getConnection();
    auto guard = finally([&pool, &con] {
      if (con)
        pool.returnConnection(std::move(con));
    });
    if (!con)
      return "";
    std::unique_ptr<sql::PreparedStatement> stmt(con->prepareStatement("SELECT nick FROM user WHERE uid = ?"));
    stmt->setInt(1, uid);
    std::unique_ptr<sql::ResultSet> res(stmt->executeQuery());
    if (!res->next())
      return "";
    return res->getString("nick").asStdString();
  } catch (const sql::SQLException &e) {
    std::cerr << "nickname: " << e.what() << '\n';
    return "";
  }
}
