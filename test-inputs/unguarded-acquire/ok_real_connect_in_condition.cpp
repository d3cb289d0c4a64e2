// what: mysql_real_connect returns the handle it was given; comparing or assigning that result back loses nothing.
#include <iostream>
#include <mysql/mysql.h>

MYSQL *connectOrNull(const char *host, const char *user, const char *password) {
  MYSQL *handle = mysql_init(nullptr);
  if (handle == nullptr)
    return nullptr;
  MYSQL *connected = mysql_real_connect(handle, host, user, password, "shop", 0, nullptr, 0);
  if (connected == nullptr) {
    std::cerr << mysql_error(handle) << '\n';
    mysql_close(handle);
  }
  return connected;
}

bool flushHosts(const char *host, const char *user, const char *password) {
  MYSQL mysql;
  mysql_init(&mysql);
  if (!mysql_real_connect(&mysql, host, user, password, nullptr, 0, nullptr, 0)) {
    mysql_close(&mysql);
    return false;
  }
  bool ok = mysql_query(&mysql, "FLUSH HOSTS") == 0;
  mysql_close(&mysql);
  return ok;
}
