// what: pool of static methods over static members, with a macro-made Defer around each use.
#include "ua_scope.h"
#include <deque>
#include <mutex>
#include <sqlite3.h>
#include <stdexcept>
#include <string>

class DbHelper {
public:
  static sqlite3 *take() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!free_.empty()) {
      sqlite3 *db = free_.front();
      free_.pop_front();
      return db;
    }
    sqlite3 *db = nullptr;
    if (sqlite3_open("app.db", &db) != SQLITE_OK) {
      sqlite3_close(db);
      return nullptr;
    }
    return db;
  }

  static void give(sqlite3 *db) {
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(db);
  }

  static void closeAll() {
    std::lock_guard<std::mutex> lock(mutex_);
    for (sqlite3 *db : free_)
      sqlite3_close(db);
    free_.clear();
  }

private:
  static inline std::deque<sqlite3 *> free_;
  static inline std::mutex mutex_;
};

#define CONCAT_INNER(a, b) a##b
#define CONCAT(a, b) CONCAT_INNER(a, b)
#define DEFER(code) Defer CONCAT(defer_, __LINE__)([&] { code; })

void saveNote(const std::string &title, const std::string &text) {
  sqlite3 *db = DbHelper::take();
  if (db == nullptr)
    throw std::runtime_error("cannot open app.db");
  DEFER(DbHelper::give(db));

  if (title.empty())
    throw std::invalid_argument("title");
  char *sql = sqlite3_mprintf("INSERT INTO notes(title, text) VALUES (%Q, %Q)", title.c_str(), text.c_str());
  int rc = sqlite3_exec(db, sql, nullptr, nullptr, nullptr);
  sqlite3_free(sql);
  if (rc != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(db));
}
