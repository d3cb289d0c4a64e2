// what: a member that a helper fills before it throws is closed: by the destructor of an object that exists, or by who called.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <memory>
#include <mysql/mysql.h>
#include <stdexcept>
#include <string>

// Also called on an object that exists: its destructor closes the handle.
class Reopened {
public:
  explicit Reopened(std::string dsn) : dsn_(std::move(dsn)) {}
  Reopened(const Reopened &) = delete;
  Reopened &operator=(const Reopened &) = delete;
  ~Reopened() { PQfinish(handle_); }
  void ensure() {
    if (!handle_)
      open();
  }

private:
  void open() {
    handle_ = PQconnectdb(dsn_.c_str());
    if (PQstatus(handle_) != CONNECTION_OK)
      throw std::runtime_error("no connection");
  }
  std::string dsn_;
  PGconn *handle_ = nullptr;
};

// The constructor closes it itself.
class Careful {
public:
  explicit Careful(std::string dsn) : dsn_(std::move(dsn)) {
    try {
      open();
    } catch (...) {
      PQfinish(handle_);
      throw;
    }
  }
  Careful(const Careful &) = delete;
  Careful &operator=(const Careful &) = delete;
  ~Careful() { PQfinish(handle_); }

private:
  void open() {
    handle_ = PQconnectdb(dsn_.c_str());
    if (PQstatus(handle_) != CONNECTION_OK)
      throw std::runtime_error("no connection");
  }
  std::string dsn_;
  PGconn *handle_ = nullptr;
};

// After a constructor that delegates, the object exists: its destructor runs.
class Delegating {
public:
  explicit Delegating(const std::string &dsn) : Delegating() { open(dsn); }
  Delegating(const Delegating &) = delete;
  Delegating &operator=(const Delegating &) = delete;
  ~Delegating() { PQfinish(handle_); }

private:
  Delegating() = default;
  void open(const std::string &dsn) {
    handle_ = PQconnectdb(dsn.c_str());
    if (PQstatus(handle_) != CONNECTION_OK)
      throw std::runtime_error("no connection");
  }
  PGconn *handle_ = nullptr;
};

// A member object closes it, whether the constructor throws or not.
class Owner {
public:
  ~Owner() { PQfinish(handle); }
  PGconn *handle = nullptr;
};

class WithOwner {
public:
  explicit WithOwner(const std::string &dsn) { open(dsn); }

private:
  void open(const std::string &dsn) {
    owner_.handle = PQconnectdb(dsn.c_str());
    if (PQstatus(owner_.handle) != CONNECTION_OK)
      throw std::runtime_error("no connection");
  }
  Owner owner_;
};

// The base is complete: its destructor closes what it declares.
class Base {
public:
  ~Base() { PQfinish(handle_); }

protected:
  PGconn *handle_ = nullptr;
};

class Derived : public Base {
public:
  explicit Derived(const std::string &dsn) { open(dsn); }

private:
  void open(const std::string &dsn) {
    handle_ = PQconnectdb(dsn.c_str());
    if (PQstatus(handle_) != CONNECTION_OK)
      throw std::runtime_error("no connection");
  }
};

// A smart pointer closes it.
struct Finish {
  void operator()(PGconn *handle) const { PQfinish(handle); }
};

class Smart {
public:
  explicit Smart(const std::string &dsn) { open(dsn); }

private:
  void open(const std::string &dsn) {
    handle_.reset(PQconnectdb(dsn.c_str()));
    if (PQstatus(handle_.get()) != CONNECTION_OK)
      throw std::runtime_error("no connection");
  }
  std::unique_ptr<PGconn, Finish> handle_;
};

// By value, and closed before it throws.
class Store {
public:
  explicit Store(const char *host) { connect(host); }
  Store(const Store &) = delete;
  Store &operator=(const Store &) = delete;
  ~Store() { mysql_close(&handle_); }

private:
  void connect(const char *host) {
    if (!mysql_init(&handle_))
      throw std::runtime_error("no memory");
    if (!mysql_real_connect(&handle_, host, "reader", "", "archive", 0, nullptr, 0)) {
      const std::string why = mysql_error(&handle_);
      mysql_close(&handle_);
      throw std::runtime_error(why);
    }
  }
  MYSQL handle_;
};

// Another function of the class closes and opens what is there by value.
class Reopening {
public:
  Reopening() { mysql_init(&handle_); }
  Reopening(const Reopening &) = delete;
  Reopening &operator=(const Reopening &) = delete;
  ~Reopening() { mysql_close(&handle_); }
  void again(const char *host) {
    mysql_close(&handle_);
    mysql_init(&handle_);
    if (!mysql_real_connect(&handle_, host, "reader", "", "archive", 0, nullptr, 0))
      throw std::runtime_error(mysql_error(&handle_));
  }

private:
  MYSQL handle_;
};
