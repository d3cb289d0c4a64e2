// what: where sqlite3_close() says that it closed, or nobody asked, the connection is not to be used.
#include <cstdio>
#include <sqlite3.h>

void unasked(sqlite3 *db) {
  sqlite3_close(db);
  sqlite3_exec(db, "VACUUM", nullptr, nullptr, nullptr); // EXPECT: use-after-release
}

void asked(sqlite3 *db) {
  int status = sqlite3_close(db);
  if (status != SQLITE_OK) {
    std::fputs(sqlite3_errmsg(db), stderr);
    return;
  }
  sqlite3_exec(db, "VACUUM", nullptr, nullptr, nullptr); // EXPECT: use-after-release
}

int tryClose(sqlite3 *db) { return sqlite3_close(db); }

void twice(sqlite3 *db) {
  if (tryClose(db) == SQLITE_OK)
    sqlite3_close(db); // EXPECT: use-after-release
}

// sqlite3_close_v2() is never refused.
void second(sqlite3 *db) {
  if (sqlite3_close_v2(db) != SQLITE_OK)
    std::fputs(sqlite3_errmsg(db), stderr); // EXPECT: use-after-release
}

int main() {
  unasked(nullptr);
  asked(nullptr);
  twice(nullptr);
  second(nullptr);
}
