// what: the project's own wrapper throws; the catch block logs and leaves the transaction open
#include "txn_sqlite_db.h"
#include <cstdio>
#include <string>
#include <vector>

class ScoreTable {
public:
  explicit ScoreTable(Database &db) : db_(db) {}

  bool replaceAll(const std::vector<int> &scores) {
    try {
      db_.exec("BEGIN"); // EXPECT: unfinished-transaction
      db_.exec("DELETE FROM scores");
      for (int score : scores)
        db_.exec("INSERT INTO scores(value) VALUES (" + std::to_string(score) + ")");
      db_.exec("COMMIT");
      return true;
    } catch (const SqlError &e) {
      std::fprintf(stderr, "scores not saved: %s\n", e.what());
      return false;
    }
  }

private:
  Database &db_;
};
