// what: `status == 0 ? db : nullptr` hands out the handle where the open worked, and loses it where it failed
// flags: -std=c++20
#include <cstdio>
#include <sqlite3.h>

sqlite3 *openCache(const char *name, bool create) {
  sqlite3 *db = nullptr;
  int status = sqlite3_open_v2(name, &db, SQLITE_OPEN_READWRITE, nullptr); // EXPECT: unguarded-acquire
  if (status == SQLITE_OK) {
    sqlite3_busy_timeout(db, 5000);
    if (create)
      status = sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS cache (k BLOB PRIMARY KEY)", nullptr, nullptr, nullptr);
    if (status != SQLITE_OK)
      sqlite3_close(db);
  } else {
    std::fputs(sqlite3_errmsg(db), stderr);
  }
  return status == SQLITE_OK ? db : nullptr;
}

sqlite3 *openCacheRightly(const char *name) {
  sqlite3 *db = nullptr;
  int status = sqlite3_open_v2(name, &db, SQLITE_OPEN_READWRITE, nullptr);
  if (status == SQLITE_OK) {
    sqlite3_busy_timeout(db, 5000);
  } else {
    std::fputs(sqlite3_errmsg(db), stderr);
    sqlite3_close(db);
  }
  return status == SQLITE_OK ? db : nullptr;
}

sqlite3 *openCacheOrWhatThereIs(const char *name, bool &opened) {
  sqlite3 *db = nullptr;
  opened = sqlite3_open(name, &db) == SQLITE_OK;
  return db;
}
