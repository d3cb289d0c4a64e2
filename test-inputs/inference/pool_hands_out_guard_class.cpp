// what: borrow() returns a move-only guard; leaving early is fine, waiting for a future while it lives is not.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <future>
#include <libpq-fe.h>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

class PgStash {
public:
  class Borrowed {
  public:
    Borrowed(PgStash *owner, PGconn *conn) : owner_(owner), conn_(conn) {}
    Borrowed(Borrowed &&o) noexcept : owner_(o.owner_), conn_(std::exchange(o.conn_, nullptr)) {}
    Borrowed(const Borrowed &) = delete;
    Borrowed &operator=(const Borrowed &) = delete;
    ~Borrowed() {
      if (conn_)
        owner_->giveBack(conn_);
    }
    explicit operator bool() const { return conn_ != nullptr; }
    PGconn *raw() const { return conn_; }

  private:
    PgStash *owner_;
    PGconn *conn_;
  };

  ~PgStash() {
    for (PGconn *c : idle_)
      PQfinish(c);
  }

  bool add(const char *conninfo) {
    PGconn *c = PQconnectdb(conninfo);
    if (PQstatus(c) != CONNECTION_OK) {
      PQfinish(c);
      return false;
    }
    giveBack(c);
    return true;
  }

  Borrowed borrow() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty())
      return Borrowed(this, nullptr);
    PGconn *c = idle_.back();
    idle_.pop_back();
    return Borrowed(this, c);
  }

private:
  void giveBack(PGconn *c) {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(c);
  }

  std::mutex mutex_;
  std::vector<PGconn *> idle_;
};

bool insertThumb(PgStash &stash, const std::string &key, std::future<std::string> &rendered) {
  auto conn = stash.borrow();
  if (!conn)
    return false;
  std::string url = rendered.get(); // EXPECT: slow-call
  const char *values[] = {key.c_str(), url.c_str()};
  PGresult *res =
      PQexecParams(conn.raw(), "INSERT INTO thumbs(key, url) VALUES ($1, $2)", 2, nullptr, values, nullptr, nullptr, 0);
  bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;
  PQclear(res);
  return ok;
}

bool insertThumbWell(PgStash &stash, const std::string &key, std::future<std::string> &rendered) {
  std::string url = rendered.get();
  PgStash::Borrowed conn = stash.borrow();
  if (!conn)
    return false;
  const char *values[] = {key.c_str(), url.c_str()};
  PGresult *res =
      PQexecParams(conn.raw(), "INSERT INTO thumbs(key, url) VALUES ($1, $2)", 2, nullptr, values, nullptr, nullptr, 0);
  bool ok = PQresultStatus(res) == PGRES_COMMAND_OK;
  PQclear(res);
  return ok;
}
