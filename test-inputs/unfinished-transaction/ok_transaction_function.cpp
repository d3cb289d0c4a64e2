// what: right: transaction(f) begins, calls f, commits, and rolls back when f throws; the callers never see BEGIN
#include "txn_sqlite_db.h"
#include <string>
#include <utility>
#include <vector>

template <class F> void transaction(Database &db, F &&body) {
  db.exec("BEGIN");
  try {
    std::forward<F>(body)();
    db.exec("COMMIT");
  } catch (...) {
    sqlite3_exec(db.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}

class TagStore {
public:
  explicit TagStore(Database &db) : db_(db) {}

  void replace(int note, const std::vector<std::string> &tags) {
    transaction(db_, [&] {
      db_.exec("DELETE FROM tags WHERE note = " + std::to_string(note));
      if (tags.empty())
        return;
      for (const std::string &tag : tags)
        db_.exec("INSERT INTO tags VALUES (" + std::to_string(note) + ", '" + tag + "')");
    });
  }

private:
  Database &db_;
};
