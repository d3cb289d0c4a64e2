// what: SlowRegion says in one line, to the checks and to the running pool, that a function is slow.
#include <leasehold/slow_region.h>
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void uploadEverything();

void upload() {
  leasehold::SlowRegion slow("uploads a file");
  uploadEverything();
}

void archive(SqlitePool &pool) {
  auto session = pool.acquire(); // NOTE: "acquired here"
  session->execute("DELETE FROM log WHERE old");
  upload(); // EXPECT: slow-call "pooled session 'session'"
}

void archiveRightly(SqlitePool &pool) {
  pool.with_session([](auto &session) { session->execute("DELETE FROM log WHERE old"); });
  upload();
}
