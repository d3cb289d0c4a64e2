// what: a shared_ptr lease is copied into a queued task: the connection stays out of the pool until the queue gets to it
// flags: -std=c++17 -isystem /usr/include/mariadb
#include "bg_mysql_pool.h"
#include "bg_thread_pool.h"
#include <string>

class SignupController {
public:
  SignupController(std::shared_ptr<MySqlConnections> db, ThreadPool &workers) : db_(std::move(db)), workers_(workers) {}

  bool signup(const std::string &email) {
    std::shared_ptr<MYSQL> conn = db_->getConnection();
    const std::string insert = "INSERT INTO users(email) VALUES ('" + quoted(conn.get(), email) + "')";
    if (mysql_query(conn.get(), insert.c_str()) != 0)
      return false;
    const unsigned long long user = mysql_insert_id(conn.get());

    workers_.enqueue([conn, user] { // EXPECT: background-task
      const std::string sql = "INSERT INTO outbox(kind, user_id) VALUES ('welcome', " + std::to_string(user) + ")";
      mysql_query(conn.get(), sql.c_str());
    });
    return true;
  }

private:
  static std::string quoted(MYSQL *conn, const std::string &text) {
    std::string out(text.size() * 2 + 1, '\0');
    out.resize(mysql_real_escape_string(conn, out.data(), text.c_str(), text.size()));
    return out;
  }

  std::shared_ptr<MySqlConnections> db_;
  ThreadPool &workers_;
};
