// what: get() returns a shared_ptr whose deleter puts the connection back (no leak anywhere), but a copy in a detached thread keeps it out.
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <mysql/mysql.h>
#include <queue>
#include <string>
#include <thread>

class MySqlConn {
public:
  MySqlConn() : conn_(mysql_init(nullptr)) {}
  MySqlConn(const MySqlConn &) = delete;
  MySqlConn &operator=(const MySqlConn &) = delete;
  ~MySqlConn() { mysql_close(conn_); }
  bool connect(const std::string &host) {
    return mysql_real_connect(conn_, host.c_str(), "app", "app", "app", 0, nullptr, 0) != nullptr;
  }
  bool update(const std::string &sql) { return mysql_query(conn_, sql.c_str()) == 0; }

private:
  MYSQL *conn_;
};

class ConnectionPool {
public:
  explicit ConnectionPool(int size) {
    for (int i = 0; i < size; ++i) {
      MySqlConn *conn = new MySqlConn;
      if (conn->connect("localhost"))
        connectionQ_.push(conn);
      else
        delete conn;
    }
  }
  ~ConnectionPool() {
    while (!connectionQ_.empty()) {
      delete connectionQ_.front();
      connectionQ_.pop();
    }
  }

  std::shared_ptr<MySqlConn> getConnection() {
    std::unique_lock<std::mutex> locker(mutexQ_);
    while (connectionQ_.empty())
      cond_.wait(locker);
    std::shared_ptr<MySqlConn> connptr(connectionQ_.front(), [this](MySqlConn *conn) {
      std::lock_guard<std::mutex> lock(mutexQ_);
      connectionQ_.push(conn);
      cond_.notify_one();
    });
    connectionQ_.pop();
    return connptr;
  }

private:
  std::queue<MySqlConn *> connectionQ_;
  std::mutex mutexQ_;
  std::condition_variable cond_;
};

bool follow(ConnectionPool &pool, int who, int whom) {
  auto conn = pool.getConnection();
  if (who == whom)
    return false;
  return conn->update("INSERT INTO follows VALUES (" + std::to_string(who) + ", " + std::to_string(whom) + ")");
}

void recountFollowers(ConnectionPool &pool, int user) {
  std::shared_ptr<MySqlConn> conn = pool.getConnection();
  std::thread([conn, user] { conn->update("CALL recount(" + std::to_string(user) + ")"); }).detach(); // EXPECT: background-task
}
