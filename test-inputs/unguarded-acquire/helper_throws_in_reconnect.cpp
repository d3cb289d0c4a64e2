// what: that others call the helper, too, does not help the constructor: what it throws there leaks the handle all the same.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <mysql/mysql.h>
#include <stdexcept>
#include <string>

class Feed {
public:
  explicit Feed(std::string dsn) : dsn_(std::move(dsn)) { start(); }
  Feed(const Feed &) = delete;
  Feed &operator=(const Feed &) = delete;
  ~Feed() { PQfinish(handle_); }
  void again() {
    PQfinish(handle_);
    handle_ = nullptr;
    connect();
  }

private:
  void start() {
    // ...which calls another.
    connect();
  }
  void connect() {
    handle_ = PQconnectdb(dsn_.c_str()); // EXPECT: unguarded-acquire
    if (PQstatus(handle_) != CONNECTION_OK)
      throw std::runtime_error("no connection");
  }
  std::string dsn_;
  PGconn *handle_ = nullptr;
};

// The handle is a member by value.
class Store {
public:
  explicit Store(const char *host) { connect(host); }
  Store(const Store &) = delete;
  Store &operator=(const Store &) = delete;
  ~Store() { mysql_close(&handle_); }

private:
  void connect(const char *host) {
    if (!mysql_init(&handle_)) // EXPECT: unguarded-acquire
      throw std::runtime_error("no memory");
    if (!mysql_real_connect(&handle_, host, "reader", "", "archive", 0, nullptr, 0))
      throw std::runtime_error(mysql_error(&handle_));
  }
  MYSQL handle_;
};

// What words the reason is virtual: while the object is made, it is this class's.
class Archive {
public:
  explicit Archive(const char *host) { connect(host); }
  Archive(const Archive &) = delete;
  Archive &operator=(const Archive &) = delete;
  virtual ~Archive() { mysql_close(&handle_); }

protected:
  virtual std::runtime_error because(const std::string &what) { return std::runtime_error(what + ": " + mysql_error(&handle_)); }

private:
  void connect(const char *host) {
    mysql_init(&handle_); // EXPECT: unguarded-acquire
    if (!mysql_real_connect(&handle_, host, "reader", "", "archive", 0, nullptr, 0))
      throw because("no connection");
  }
  MYSQL handle_;
};
