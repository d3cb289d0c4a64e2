// what: a class that only stores callables and runs them on its own thread is background work, whatever it is called.
#include "ua_mysql_pool.h"
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct Return {
  MysqlPool *pool;
  void operator()(MYSQL *c) const { pool->releaseConnection(c); }
};

class Strand {
public:
  Strand() : thread_([this] { loop(); }) {}
  ~Strand() {
    submit([this] { quit_ = true; });
    thread_.join();
  }

  void submit(std::function<void()> job) {
    std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push_back(std::move(job));
    cond_.notify_one();
  }

private:
  void loop() {
    while (!quit_) {
      std::vector<std::function<void()>> batch;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        cond_.wait(lock, [this] { return !jobs_.empty(); });
        batch.swap(jobs_);
      }
      for (auto &job : batch)
        job();
    }
  }

  std::mutex mutex_;
  std::condition_variable cond_;
  std::vector<std::function<void()>> jobs_;
  bool quit_ = false;
  std::thread thread_;
};

// Calls its argument now: no background work, whatever the parameter type suggests.
static void timed(const std::function<void()> &step) { step(); }

void rebuild(MysqlPool &pool, Strand &strand, const std::string &table) {
  std::shared_ptr<MYSQL> conn(pool.getConnection(), Return{&pool});
  timed([&] { mysql_query(conn.get(), ("OPTIMIZE TABLE " + table).c_str()); });
  strand.submit([conn, table] { mysql_query(conn.get(), ("ANALYZE TABLE " + table).c_str()); }); // EXPECT: background-task
}

void rebuildRightly(MysqlPool &pool, Strand &strand, const std::string &table) {
  strand.submit([&pool, table] {
    std::shared_ptr<MYSQL> conn(pool.getConnection(), Return{&pool});
    mysql_query(conn.get(), ("ANALYZE TABLE " + table).c_str());
  });
}
