// what: pool of a hand-written Connection class whose methods are declared only; the leased pointer goes into a hand-written thread pool.
#include "inf_thread_pool.h"
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

class Connection {
public:
  explicit Connection(const std::string &dsn);
  ~Connection();
  bool execute(const std::string &sql);
  long long lastInsertId() const;
};

class DbPool {
public:
  DbPool(const std::string &dsn, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      all_.push_back(std::make_unique<Connection>(dsn));
      free_.push_back(all_.back().get());
    }
  }

  Connection *checkout() {
    std::unique_lock<std::mutex> lock(mutex_);
    cond_.wait(lock, [&] { return !free_.empty(); });
    Connection *c = free_.back();
    free_.pop_back();
    return c;
  }

  void checkin(Connection *c) {
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(c);
    cond_.notify_one();
  }

private:
  std::vector<std::unique_ptr<Connection>> all_;
  std::vector<Connection *> free_;
  std::mutex mutex_;
  std::condition_variable cond_;
};

class Mailbox {
public:
  Mailbox(DbPool &db, ThreadPool &workers) : db_(db), workers_(workers) {}

  void storeLater(const std::string &mail) {
    Connection *conn = db_.checkout();
    workers_.enqueue([conn, mail] { conn->execute("INSERT INTO mails(body) VALUES ('" + mail + "')"); }); // EXPECT: background-task
    db_.checkin(conn);
  }

  void storeRightly(const std::string &mail) {
    workers_.enqueue([this, mail] {
      Connection *conn = db_.checkout();
      conn->execute("INSERT INTO mails(body) VALUES ('" + mail + "')");
      db_.checkin(conn);
    });
  }

  long long store(const std::string &mail) {
    Connection *conn = db_.checkout(); // EXPECT: unguarded-acquire
    if (!conn->execute("INSERT INTO mails(body) VALUES ('" + mail + "')"))
      return -1;
    long long id = conn->lastInsertId();
    db_.checkin(conn);
    return id;
  }

private:
  DbPool &db_;
  ThreadPool &workers_;
};
