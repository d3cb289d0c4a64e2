// what: getConnection() of a singleton with one connection hands out a view; there is nothing to give back, and no method that takes it.
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <mysql/mysql.h>
#include <string>
#include <thread>

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

// One connection per thread, owned by the map.
class PerThread {
public:
  ~PerThread() {
    for (auto &entry : byThread_)
      mysql_close(entry.second);
  }

  MYSQL *connection() {
    std::lock_guard<std::mutex> lock(mutex_);
    MYSQL *&slot = byThread_[std::this_thread::get_id()];
    if (slot == nullptr)
      slot = mysql_init(nullptr);
    return slot;
  }

private:
  std::mutex mutex_;
  std::map<std::thread::id, MYSQL *> byThread_;
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

bool countVisit(PerThread &connections, int product) {
  MYSQL *conn = connections.connection();
  if (product < 0)
    return false;
  return mysql_query(conn, ("UPDATE products SET visits = visits + 1 WHERE id = " + std::to_string(product)).c_str()) == 0;
}
