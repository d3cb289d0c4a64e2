// what: a constructor that throws never runs the destructor of its own class, so the raw handles in the members leak.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <mysql/mysql.h>
#include <stdexcept>
#include <string>

class PgDatabase {
public:
  explicit PgDatabase(const std::string &conninfo) {
    conn_ = PQconnectdb(conninfo.c_str()); // EXPECT: unguarded-acquire
    if (PQstatus(conn_) != CONNECTION_OK)
      throw std::runtime_error(PQerrorMessage(conn_));
  }
  PgDatabase(const PgDatabase &) = delete;
  PgDatabase &operator=(const PgDatabase &) = delete;
  ~PgDatabase() { PQfinish(conn_); }

  PGconn *handle() { return conn_; }

private:
  PGconn *conn_ = nullptr;
};

class MysqlSession {
public:
  MysqlSession(const char *host, const char *user, const char *password, const char *schema)
      : handle_(mysql_init(nullptr)) { // EXPECT: unguarded-acquire
    if (handle_ == nullptr)
      throw std::bad_alloc();
    unsigned timeout = 5;
    mysql_options(handle_, MYSQL_OPT_CONNECT_TIMEOUT, &timeout);
    if (!mysql_real_connect(handle_, host, user, password, schema, 0, nullptr, 0))
      throw std::runtime_error(std::string("connect: ") + mysql_error(handle_));
  }
  MysqlSession(const MysqlSession &) = delete;
  MysqlSession &operator=(const MysqlSession &) = delete;
  ~MysqlSession() { mysql_close(handle_); }

private:
  MYSQL *handle_;
};
