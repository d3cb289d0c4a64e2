// what: sqlite3_close() that is refused leaves the connection open: asking it for the reason, and closing it once more, is right.
#include <cstdio>
#include <sqlite3.h>
#include <stdexcept>

class Archive {
public:
  explicit Archive(sqlite3 *db) : db_(db) {}
  Archive(const Archive &) = delete;
  Archive &operator=(const Archive &) = delete;
  ~Archive() {
    int status = sqlite3_close(db_);
    if (status != SQLITE_OK)
      std::fprintf(stderr, "still open: %s\n", sqlite3_errmsg(db_));
  }

private:
  sqlite3 *db_;
};

void shut(sqlite3 *db) {
  if (sqlite3_close(db) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(db));
}

void shutAtLast(sqlite3 *db) {
  int status = sqlite3_close(db);
  while (status == SQLITE_BUSY) {
    while (sqlite3_stmt *left = sqlite3_next_stmt(db, nullptr))
      sqlite3_finalize(left);
    status = sqlite3_close(db);
  }
}

void shutOrLeave(sqlite3 *db) {
  bool shut = sqlite3_close(db) == SQLITE_OK;
  if (!shut)
    sqlite3_close_v2(db);
}

// What a function of one's own says of it.
int tryClose(sqlite3 *db) { return sqlite3_close(db); }
bool closes(sqlite3 *db) { return sqlite3_close(db) == SQLITE_OK; }

bool quietly(sqlite3 *db) {
  if (sqlite3_close(db) == SQLITE_OK)
    return true;
  std::fputs("still open\n", stderr);
  return false;
}

void one(sqlite3 *db) {
  if (tryClose(db) != SQLITE_OK)
    std::fputs(sqlite3_errmsg(db), stderr);
}

void another(sqlite3 *db) {
  if (!closes(db))
    std::fputs(sqlite3_errmsg(db), stderr);
}

void third(sqlite3 *db) {
  if (!quietly(db))
    std::fputs(sqlite3_errmsg(db), stderr);
}

int main() {
  Archive archive(nullptr);
  shut(nullptr);
  shutAtLast(nullptr);
  shutOrLeave(nullptr);
  one(nullptr);
  another(nullptr);
  third(nullptr);
}
