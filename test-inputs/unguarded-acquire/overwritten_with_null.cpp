// what: close() of a hand-made handle is forgotten: the variable is set to nullptr on a failed character set, and the check below sees nothing to close.
#include <iostream>
#include <mysql/mysql.h>

int exportCatalog(const char *host, const char *user, const char *password) {
  MYSQL *db = mysql_init(nullptr); // EXPECT: unguarded-acquire
  if (db == nullptr)
    return 1;
  if (mysql_real_connect(db, host, user, password, "catalog", 0, nullptr, 0) == nullptr) {
    std::cerr << mysql_error(db) << '\n';
    mysql_close(db);
    return 1;
  }
  if (mysql_set_character_set(db, "utf8mb4") != 0)
    db = nullptr;

  if (db != nullptr) {
    if (mysql_query(db, "SELECT sku, title FROM products") == 0) {
      MYSQL_RES *rows = mysql_use_result(db);
      while (MYSQL_ROW row = mysql_fetch_row(rows))
        std::cout << row[0] << '\t' << row[1] << '\n';
      mysql_free_result(rows);
    }
    mysql_close(db);
  }
  return 0;
}
