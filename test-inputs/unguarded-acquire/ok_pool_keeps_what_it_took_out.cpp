// what: pools' own methods that take a session out and return nothing, after they put it back, deleted or handed it on; whose connections others own; that own what they keep; and where the flags agree.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <list>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <vector>

class Conn {
public:
  explicit Conn(const std::string &info) : pg_(PQconnectdb(info.c_str())) {}
  ~Conn() { PQfinish(pg_); }
  bool alive() { return PQstatus(pg_) == CONNECTION_OK; }
  void close() {
    PQfinish(pg_);
    pg_ = nullptr;
  }
  void destroy();

private:
  PGconn *pg_;
};
void bury(Conn *conn);

class Deletes {
public:
  Conn *acquire() {
    while (!idle_.empty()) {
      Conn *conn = idle_.front();
      idle_.pop();
      if (conn->alive())
        return conn;
      delete conn;
    }
    return nullptr;
  }
  void release(Conn *conn) { idle_.push(conn); }

private:
  std::queue<Conn *> idle_;
};

class PutsBack {
public:
  Conn *acquire(bool careful) {
    if (idle_.empty())
      return nullptr;
    Conn *conn = idle_.front();
    idle_.pop_front();
    bool usable = conn && conn->alive();
    if (!usable && conn)
      idle_.push_back(conn);
    if (!usable)
      return nullptr;
    if (careful && !conn->alive()) {
      bury(conn);
      return nullptr;
    }
    return conn;
  }
  void release(Conn *conn) { idle_.push_back(conn); }

private:
  std::list<Conn *> idle_;
};

class Destroys {
public:
  Conn *acquire() {
    if (idle_.empty())
      return nullptr;
    Conn *conn = idle_.back();
    idle_.pop_back();
    if (!conn->alive()) {
      conn->destroy();
      return nullptr;
    }
    return conn;
  }
  void release(Conn *conn) { idle_.push_back(conn); }

private:
  std::vector<Conn *> idle_;
};

// All are owned elsewhere in the pool, which looks after the dead ones, too.
class OwnsThem {
public:
  Conn *acquire() {
    if (idle_.empty())
      return nullptr;
    Conn *conn = idle_.front();
    idle_.pop();
    if (!conn->alive())
      return nullptr;
    return conn;
  }
  void release(Conn *conn) { idle_.push(conn); }

private:
  std::vector<std::unique_ptr<Conn>> all_;
  std::queue<Conn *> idle_;
};

class Owners {
protected:
  std::vector<std::unique_ptr<Conn>> all_;
};
class Inherits : Owners {
public:
  Conn *acquire() {
    if (idle_.empty())
      return nullptr;
    Conn *conn = idle_.front();
    idle_.pop();
    return conn->alive() ? conn : nullptr;
  }
  void release(Conn *conn) { idle_.push(conn); }

private:
  std::queue<Conn *> idle_;
};

class Shares {
public:
  std::shared_ptr<Conn> acquire() {
    if (idle_.empty())
      return nullptr;
    std::shared_ptr<Conn> conn = idle_.front();
    idle_.pop();
    if (!conn->alive())
      return nullptr;
    return conn;
  }
  void release(std::shared_ptr<Conn> conn) { idle_.push(std::move(conn)); }

private:
  std::queue<std::shared_ptr<Conn>> idle_;
};
