// what: what a helper stored in a member before it throws is closed by the destructor, or by who called.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
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

// Who else calls it stands in another file.
class Elsewhere {
public:
  explicit Elsewhere(const std::string &dsn) { open(dsn); }
  Elsewhere(const Elsewhere &) = delete;
  Elsewhere &operator=(const Elsewhere &) = delete;
  ~Elsewhere() { PQfinish(handle_); }
  void refresh();

private:
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
