// what: right: [=] and [&] stand beside a lease, but the bodies do not name it, so it is not captured
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "bg_mysql_pool.h"
#include "bg_work_queue.h"
#include <cstdio>
#include <future>
#include <string>

int renameShop(MySqlConnections &db, WorkQueue &later, const std::string &name) {
  auto conn = db.getConnection();
  if (mysql_query(conn.get(), "UPDATE shop SET renamed = 1") != 0)
    return -1;
  const auto changed = static_cast<int>(mysql_affected_rows(conn.get()));
  later.add([=] { std::printf("%d shops renamed to %s\n", changed, name.c_str()); });

  std::string banner;
  auto banners = std::async(std::launch::async, [&] { banner = "*** " + name + " ***"; });
  mysql_query(conn.get(), "UPDATE shop SET renamed = 0");
  conn.reset();
  banners.get();
  std::puts(banner.c_str());
  return changed;
}
