#pragma once
// The wrapper that every SQLite project writes: exec() that throws.
#include <sqlite3.h>
#include <stdexcept>
#include <string>

class SqlError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

class Database {
public:
  explicit Database(const std::string &file) {
    if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) {
      const std::string message = sqlite3_errmsg(db_);
      sqlite3_close(db_);
      throw SqlError(message);
    }
  }
  Database(const Database &) = delete;
  Database &operator=(const Database &) = delete;
  ~Database() { sqlite3_close(db_); }

  void exec(const std::string &sql) {
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      throw SqlError(sqlite3_errmsg(db_));
  }
  bool inTransaction() const { return sqlite3_get_autocommit(db_) == 0; }
  sqlite3 *handle() const { return db_; }

private:
  sqlite3 *db_ = nullptr;
};
