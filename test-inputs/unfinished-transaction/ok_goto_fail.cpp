// what: right: every error jumps to the label that rolls back
#include <cstdio>
#include <sqlite3.h>

int migrate(sqlite3 *db, int version) {
  char *message = nullptr;
  char sql[64];
  int rc = sqlite3_exec(db, "BEGIN", nullptr, nullptr, &message);
  if (rc != SQLITE_OK)
    goto out;
  rc = sqlite3_exec(db, "ALTER TABLE users ADD COLUMN email TEXT", nullptr, nullptr, &message);
  if (rc != SQLITE_OK)
    goto fail;
  rc = sqlite3_exec(db, "UPDATE users SET email = ''", nullptr, nullptr, &message);
  if (rc != SQLITE_OK)
    goto fail;
  std::snprintf(sql, sizeof sql, "PRAGMA user_version = %d", version);
  rc = sqlite3_exec(db, sql, nullptr, nullptr, &message);
  if (rc != SQLITE_OK)
    goto fail;
  rc = sqlite3_exec(db, "COMMIT", nullptr, nullptr, &message);
  if (rc != SQLITE_OK)
    goto fail;
  return SQLITE_OK;

fail:
  sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
out:
  if (message != nullptr) {
    std::fprintf(stderr, "migration to %d: %s\n", version, message);
    sqlite3_free(message);
  }
  return rc;
}
