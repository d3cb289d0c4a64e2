// what: a session that a coroutine acquired, held across a wait; and one given back before.
#include <chrono>
#include <coroutine>
#include <functional>
#include <leasehold/sqlite.h>
#include <thread>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

struct Loop {
  void post(std::function<void()> f);
};

struct Job {
  struct promise_type {
    Job get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};

Job rotate(SqlitePool &pool, Loop &loop) {
  auto session = co_await pool.acquire(loop); // NOTE: "acquired here"
  session->execute("DELETE FROM log WHERE old");
  std::this_thread::sleep_for(std::chrono::seconds(60)); // EXPECT: slow-call "pooled session 'session'"
}

Job rightly(SqlitePool &pool, Loop &loop) {
  {
    auto session = co_await pool.acquire(loop);
    session->execute("DELETE FROM log WHERE old");
  }
  std::this_thread::sleep_for(std::chrono::seconds(60));
}
