// what: what constructors call and throws after it stored a handle in a member leaks it: no destructor runs.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <mysql/mysql.h>
#include <stdexcept>
#include <string>

class Ledger {
public:
  explicit Ledger(const std::string &dsn) : dsn_(dsn) { open(); }
  Ledger(const std::string &host, int port)
      : dsn_("host=" + host + " port=" + std::to_string(port)) {
    open();
  }
  Ledger(const Ledger &) = delete;
  Ledger &operator=(const Ledger &) = delete;
  ~Ledger() { PQfinish(handle_); }
  bool alive() const { return PQstatus(handle_) == CONNECTION_OK; }

private:
  void open() {
    handle_ = PQconnectdb(dsn_.c_str()); // EXPECT: unguarded-acquire
    if (!alive())
      throw std::runtime_error("no connection to " + dsn_);
  }
  std::string dsn_;
  PGconn *handle_ = nullptr;
};

class Archive {
public:
  explicit Archive(const char *host) { attach(host); }
  Archive(const Archive &) = delete;
  Archive &operator=(const Archive &) = delete;
  ~Archive() {
    if (handle_)
      mysql_close(handle_);
  }

private:
  void attach(const char *host) {
    handle_ = mysql_init(nullptr); // EXPECT: unguarded-acquire
    if (!mysql_real_connect(handle_, host, "reader", "", "archive", 0, nullptr, 0))
      throw std::runtime_error(mysql_error(handle_));
  }
  MYSQL *handle_;
};
