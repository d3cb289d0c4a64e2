// what: a pool's own method takes a session out of the only container that knows it, by a plain pointer, and returns nothing without putting it back: it is lost, with its connection open.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <functional>
#include <libpq-fe.h>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <queue>
#include <string>

class Conn {
public:
  explicit Conn(const std::string &info) : info_(info), pg_(PQconnectdb(info.c_str())) {}
  ~Conn() { PQfinish(pg_); }
  bool alive() { return PQstatus(pg_) == CONNECTION_OK; }
  bool again() {
    if (PQstatus(pg_) != CONNECTION_OK)
      PQreset(pg_);
    return alive();
  }
  bool anew() {
    PGconn *other = PQconnectdb(info_.c_str());
    if (PQstatus(other) != CONNECTION_OK) {
      PQfinish(other);
      return false;
    }
    PQfinish(pg_);
    pg_ = other;
    return true;
  }
  PGconn *raw() { return pg_; }

private:
  std::string info_;
  PGconn *pg_;
};

class ConnPool {
public:
  ~ConnPool() {
    for (; !idle_.empty(); idle_.pop())
      delete idle_.front();
  }
  Conn *acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty())
      return nullptr;
    Conn *conn = nullptr;
    conn = idle_.front(); // EXPECT: unguarded-acquire "the pool loses it"
    idle_.pop();
    if (conn == nullptr)
      return nullptr;
    if (!conn->alive()) {
      conn->again();
      if (!conn->alive())
        return nullptr;
    }
    return conn;
  }
  void release(Conn *conn) {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push(conn);
  }

private:
  std::mutex mutex_;
  std::queue<Conn *> idle_;
};

class ByName {
public:
  std::shared_ptr<Conn> get(const std::string &name) {
    auto found = idle_.find(name);
    if (found != idle_.end() && !found->second.empty()) {
      Conn *conn = found->second.front(); // EXPECT: unguarded-acquire
      found->second.pop_front();
      if (conn->alive())
        return {conn, [this, name](Conn *of) { put(name, of); }};
      if (conn->anew())
        return {conn, [this, name](Conn *of) { put(name, of); }};
      return nullptr;
    }
    return {new Conn(name), [this, name](Conn *of) { put(name, of); }};
  }

private:
  void put(const std::string &name, Conn *conn) { idle_[name].push_back(conn); }
  std::map<std::string, std::list<Conn *>> idle_;
};
