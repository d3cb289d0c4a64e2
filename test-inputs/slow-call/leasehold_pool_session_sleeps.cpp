// what: Leasehold's own pool: a session held across a wait, in a scope and in with_session().
#include <chrono>
#include <leasehold/sqlite.h>
#include <thread>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void rotate(SqlitePool &pool) {
  auto session = pool.acquire(); // NOTE: "acquired here"
  session->execute("DELETE FROM log WHERE old");
  std::this_thread::sleep_for(std::chrono::seconds(60)); // EXPECT: slow-call "pooled session 'session'"
}

void inside(SqlitePool &pool) {
  pool.with_session([](auto &session) {
    session->execute("DELETE FROM log WHERE old");
    std::this_thread::sleep_for(std::chrono::seconds(60)); // EXPECT: slow-call
  });
}

void rightly(SqlitePool &pool) {
  {
    auto session = pool.acquire();
    session->execute("DELETE FROM log WHERE old");
  }
  std::this_thread::sleep_for(std::chrono::seconds(60));
}

void releasedEarly(SqlitePool &pool) {
  auto session = pool.acquire();
  session->execute("DELETE FROM log WHERE old");
  session.release();
  std::this_thread::sleep_for(std::chrono::seconds(60));
}
