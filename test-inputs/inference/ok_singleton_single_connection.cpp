// what: getConnection() of a singleton with one connection hands out a view; there is nothing to give back, and no method that takes it.
#include <chrono>
#include <memory>
#include <mutex>
#include <mysql/mysql.h>
#include <string>

class Database {
public:
  static Database &instance() {
    static Database db;
    return db;
  }

  MYSQL *getConnection() { return conn_; }
  std::mutex &mutex() { return mutex_; }

private:
  Database() : conn_(mysql_init(nullptr)) {
    if (conn_)
      mysql_real_connect(conn_, "localhost", "shop", "shop", "shop", 0, nullptr, 0);
  }
  ~Database() {
    if (conn_)
      mysql_close(conn_);
  }

  MYSQL *conn_;
  std::mutex mutex_;
};

bool addReview(int product, const std::string &text) {
  std::lock_guard<std::mutex> lock(Database::instance().mutex());
  MYSQL *conn = Database::instance().getConnection();
  if (conn == nullptr)
    return false;
  std::string sql = "INSERT INTO reviews VALUES (" + std::to_string(product) + ", '" + text + "')";
  if (mysql_query(conn, sql.c_str()) != 0)
    return false;
  return mysql_affected_rows(conn) == 1;
}
