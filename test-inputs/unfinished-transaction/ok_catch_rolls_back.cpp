// what: right: hand-written BEGIN over a throwing wrapper, with a handler that rolls back and rethrows, and chunks that all end
#include "txn_sqlite_db.h"
#include <cstdio>
#include <string>
#include <vector>

void replaceWords(Database &db, const std::vector<std::string> &words) {
  db.exec("BEGIN");
  try {
    db.exec("DELETE FROM words");
    int pending = 0;
    for (const std::string &word : words) {
      db.exec("INSERT INTO words VALUES ('" + word + "')");
      if (++pending == 1000) {
        db.exec("COMMIT; BEGIN");
        pending = 0;
      }
    }
    db.exec("COMMIT");
  } catch (const SqlError &e) {
    std::fprintf(stderr, "words: %s\n", e.what());
    if (db.inTransaction())
      sqlite3_exec(db.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}
