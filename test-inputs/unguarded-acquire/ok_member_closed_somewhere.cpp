// what: handles in members that are closed by another method, by what the destructor calls, by a
// friend, or with the process.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <string>

class ByMethod {
public:
  explicit ByMethod(const std::string &info) { conn_ = PQconnectdb(info.c_str()); }
  ~ByMethod() {}
  void close() { PQfinish(conn_); }

private:
  PGconn *conn_ = nullptr;
};

class ByHelper {
public:
  explicit ByHelper(const std::string &info) { conn_ = PQconnectdb(info.c_str()); }
  ~ByHelper() { shutDown(); }

private:
  void shutDown(); // elsewhere
  PGconn *conn_ = nullptr;
};

class ByFriend {
public:
  explicit ByFriend(const std::string &info) { conn_ = PQconnectdb(info.c_str()); }
  ~ByFriend() {}

private:
  friend class Registry;
  PGconn *conn_ = nullptr;
};

class ByProcess {
public:
  static ByProcess &instance() {
    static ByProcess one;
    return one;
  }
  ~ByProcess() {}
  void open(const std::string &info) { conn_ = PQconnectdb(info.c_str()); }

private:
  PGconn *conn_ = nullptr;
};

struct Plain {
  void open(const std::string &info) { conn = PQconnectdb(info.c_str()); }
  PGconn *conn = nullptr; // whoever has the struct closes it
};
