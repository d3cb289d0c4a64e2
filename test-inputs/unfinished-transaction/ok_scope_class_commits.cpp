// what: right: the destructor of this class commits, or rolls back when an exception is on its way
#include "txn_sqlite_db.h"
#include <exception>
#include <string>
#include <vector>

class AutoCommit {
public:
  explicit AutoCommit(Database &db) : db_(db), pending_(std::uncaught_exceptions()) { db_.exec("BEGIN"); }
  AutoCommit(const AutoCommit &) = delete;
  AutoCommit &operator=(const AutoCommit &) = delete;
  ~AutoCommit() {
    const bool failing = std::uncaught_exceptions() > pending_;
    sqlite3_exec(db_.handle(), failing ? "ROLLBACK" : "COMMIT", nullptr, nullptr, nullptr);
  }

private:
  Database &db_;
  int pending_;
};

void setFlags(Database &db, const std::vector<std::string> &flags) {
  AutoCommit scope(db);
  db.exec("UPDATE flags SET value = 0");
  if (flags.empty())
    return;
  for (const std::string &flag : flags)
    db.exec("UPDATE flags SET value = 1 WHERE name = '" + flag + "'");
}
