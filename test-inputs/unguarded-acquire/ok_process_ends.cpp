// what: paths that end in exit, abort or a noreturn function end the process; nobody misses the connection.
#include <cstdio>
#include <cstdlib>
#include <mysql/mysql.h>
#include <string>

[[noreturn]] static void die(const std::string &message) {
  std::fprintf(stderr, "migrate: %s\n", message.c_str());
  std::exit(2);
}

void migrate(const char *host, const char *user, const char *password) {
  MYSQL *db = mysql_init(nullptr);
  if (!db)
    std::abort();
  if (!mysql_real_connect(db, host, user, password, "app", 0, nullptr, 0))
    die(mysql_error(db));
  if (mysql_query(db, "ALTER TABLE users ADD COLUMN locale CHAR(5)") != 0) {
    std::fprintf(stderr, "alter failed: %s\n", mysql_error(db));
    exit(1);
  }
  if (mysql_query(db, "ALTER TABLE users ADD INDEX (locale)") != 0)
    std::_Exit(3);
  mysql_close(db);
}
