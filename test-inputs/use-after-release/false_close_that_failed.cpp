// what: sqlite3_close() that fails leaves the connection open, so that asking it for the reason is right.
#include <cstdio>
#include <sqlite3.h>

class Archive {
public:
  explicit Archive(sqlite3 *db) : db_(db) {}
  Archive(const Archive &) = delete;
  Archive &operator=(const Archive &) = delete;
  ~Archive() {
    int status = sqlite3_close(db_);
    if (status != SQLITE_OK)
      std::fprintf(stderr, "still open: %s\n", sqlite3_errmsg(db_)); // EXPECT: use-after-release
  }

private:
  sqlite3 *db_;
};

int main() { Archive archive(nullptr); }
