// what: the one handle of the process is stored in a static and stays open until the process ends; that is no leak of this check.
#include <cstdlib>
#include <mutex>
#include <sqlite3.h>

static sqlite3 *g_config = nullptr;

sqlite3 *configDb() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (sqlite3_open("/etc/app/config.db", &g_config) != SQLITE_OK) {
      sqlite3_close(g_config);
      g_config = nullptr;
    }
  });
  return g_config;
}

bool configFlag(const char *sql) {
  sqlite3 *db = configDb();
  if (db == nullptr)
    return false;
  sqlite3_stmt *stmt = nullptr;
  bool on = sqlite3_prepare_v2(db, sql, -1, &stmt, nullptr) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW &&
            sqlite3_column_int(stmt, 0) != 0;
  sqlite3_finalize(stmt);
  return on;
}
