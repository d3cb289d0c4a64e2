// what: the pool hands out shared_ptr<Guard>; escaping a text takes a second session while the caller holds one.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <mysql/mysql.h>
#include <queue>
#include <string>
#include <vector>

class Db {
public:
  Db() : raw_(mysql_init(nullptr)) {}
  Db(const Db &) = delete;
  Db &operator=(const Db &) = delete;
  ~Db() {
    if (raw_)
      mysql_close(raw_);
  }
  bool run(const std::string &sql) { return mysql_query(raw_, sql.c_str()) == 0; }
  MYSQL *raw() { return raw_; }

private:
  MYSQL *raw_;
};

class DbGuard {
public:
  explicit DbGuard(Db *db) : db_(db) {}
  DbGuard(const DbGuard &) = delete;
  DbGuard &operator=(const DbGuard &) = delete;
  ~DbGuard();
  Db *get() { return db_; }

private:
  Db *db_;
};

class DbPool {
public:
  static DbPool &instance();
  std::shared_ptr<DbGuard> take();
  void putBack(Db *db);

private:
  std::queue<Db *> idle_;
  std::mutex mutex_;
  std::condition_variable changed_;
};

DbGuard::~DbGuard() {
  if (db_)
    DbPool::instance().putBack(db_);
}

DbPool &DbPool::instance() {
  static DbPool pool;
  return pool;
}

std::shared_ptr<DbGuard> DbPool::take() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (idle_.empty())
    changed_.wait(lock);
  Db *db = idle_.front();
  idle_.pop();
  return std::make_shared<DbGuard>(db);
}

void DbPool::putBack(Db *db) {
  std::lock_guard<std::mutex> lock(mutex_);
  idle_.push(db);
  changed_.notify_one();
}

std::string quoted(const std::string &text) {
  auto session = DbPool::instance().take();
  std::vector<char> escaped(text.size() * 2 + 1);
  mysql_real_escape_string(session->get()->raw(), escaped.data(), text.c_str(), text.size());
  return std::string(escaped.data());
}

bool enrol(const std::string &name) {
  auto session = DbPool::instance().take();
  std::string safe = quoted(name); // EXPECT: nested-acquire
  return session->get()->run("INSERT INTO members VALUES ('" + safe + "')");
}

bool enrolWell(const std::string &name) {
  std::string safe = quoted(name);
  auto session = DbPool::instance().take();
  return session->get()->run("INSERT INTO members VALUES ('" + safe + "')");
}

// Nothing leaks: the guard gives the session back on each path.
bool rename(int member, const std::string &name) {
  auto session = DbPool::instance().take();
  if (name.empty())
    return false;
  return session->get()->run("UPDATE members SET name = '" + name + "' WHERE id = " + std::to_string(member));
}
