// what: sqlite3_open leaves a handle behind on failure too, which must be closed.
#include <iostream>
#include <memory>
#include <sqlite3.h>
#include <string>

bool loadSettings(const std::string &path, std::string &theme) {
  sqlite3 *db = nullptr;
  int rc = sqlite3_open(path.c_str(), &db); // EXPECT: unguarded-acquire
  if (rc != SQLITE_OK) {
    std::cerr << "cannot open " << path << ": " << sqlite3_errmsg(db) << std::endl;
    return false;
  }
  sqlite3_stmt *stmt = nullptr;
  if (sqlite3_prepare_v2(db, "SELECT value FROM settings WHERE key = 'theme'", -1, &stmt, nullptr) == SQLITE_OK &&
      sqlite3_step(stmt) == SQLITE_ROW)
    theme = reinterpret_cast<const char *>(sqlite3_column_text(stmt, 0));
  sqlite3_finalize(stmt);
  sqlite3_close(db);
  return true;
}

class SQLite {
public:
  explicit SQLite(sqlite3 *db) : db_(db) {}
  SQLite(const SQLite &) = delete;
  SQLite &operator=(const SQLite &) = delete;
  ~SQLite() { sqlite3_close(db_); }

  static std::shared_ptr<SQLite> Create(const std::string &file, int flags) {
    sqlite3 *db;
    if (sqlite3_open_v2(file.c_str(), &db, flags, nullptr) == SQLITE_OK) // EXPECT: unguarded-acquire
      return std::make_shared<SQLite>(db);
    return nullptr;
  }

private:
  sqlite3 *db_;
};
