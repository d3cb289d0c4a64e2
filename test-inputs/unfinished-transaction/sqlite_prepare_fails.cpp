// what: when prepare fails the function returns with the write transaction open, and every other writer gets SQLITE_BUSY
#include <sqlite3.h>
#include <string>
#include <vector>

int saveKeys(sqlite3 *db, const std::vector<std::string> &keys) {
  int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr); // EXPECT: unfinished-transaction
  if (rc != SQLITE_OK)
    return rc;
  sqlite3_stmt *stmt = nullptr;
  rc = sqlite3_prepare_v2(db, "INSERT INTO keys(name) VALUES (?1)", -1, &stmt, nullptr);
  if (rc != SQLITE_OK)
    return rc;
  for (const std::string &key : keys) {
    sqlite3_bind_text(stmt, 1, key.c_str(), -1, SQLITE_TRANSIENT);
    rc = sqlite3_step(stmt);
    sqlite3_reset(stmt);
    if (rc != SQLITE_DONE)
      break;
  }
  sqlite3_finalize(stmt);
  if (rc == SQLITE_DONE)
    rc = sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  if (rc != SQLITE_OK)
    sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
  return rc;
}
