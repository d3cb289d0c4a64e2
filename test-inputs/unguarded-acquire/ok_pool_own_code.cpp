// what: the pool's own code: opening, handing out, taking back, a health check thread that replaces dead connections, closing.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <mysql/mysql.h>
#include <string>
#include <thread>

class Connection {
public:
  Connection() : _conn(mysql_init(nullptr)) {}
  Connection(const Connection &) = delete;
  Connection &operator=(const Connection &) = delete;
  ~Connection() {
    if (_conn != nullptr)
      mysql_close(_conn);
  }

  bool connect(const std::string &ip, unsigned short port, const std::string &user, const std::string &password) {
    return mysql_real_connect(_conn, ip.c_str(), user.c_str(), password.c_str(), "chat", port, nullptr, 0) != nullptr;
  }
  bool update(const std::string &sql) { return mysql_query(_conn, sql.c_str()) == 0; }
  bool ping() { return mysql_ping(_conn) == 0; }
  void refreshAliveTime() { _alive = std::chrono::steady_clock::now(); }
  std::chrono::steady_clock::duration idle() const { return std::chrono::steady_clock::now() - _alive; }

private:
  MYSQL *_conn;
  std::chrono::steady_clock::time_point _alive;
};

class ConnectionPool {
public:
  static ConnectionPool &instance() {
    static ConnectionPool pool;
    return pool;
  }

  Connection *get() {
    std::unique_lock<std::mutex> lock(_mtx);
    while (_idle.empty()) {
      if (_cv.wait_for(lock, std::chrono::seconds(1)) == std::cv_status::timeout && _idle.empty())
        return nullptr;
    }
    Connection *conn = _idle.front();
    _idle.pop_front();
    return conn;
  }

  void put(Connection *conn) {
    std::lock_guard<std::mutex> lock(_mtx);
    conn->refreshAliveTime();
    _idle.push_back(conn);
    _cv.notify_one();
  }

private:
  ConnectionPool() {
    for (int i = 0; i < 4; ++i) {
      if (Connection *conn = create())
        _idle.push_back(conn);
    }
    _scanner = std::thread([this] { scan(); });
  }

  ~ConnectionPool() {
    _stop = true;
    _scanner.join();
    for (Connection *conn : _idle)
      delete conn;
  }

  Connection *create() {
    auto *conn = new Connection;
    if (!conn->connect("127.0.0.1", 3306, "chat", "chat")) {
      delete conn;
      return nullptr;
    }
    conn->refreshAliveTime();
    return conn;
  }

  void scan() {
    while (!_stop) {
      std::this_thread::sleep_for(std::chrono::seconds(60));
      std::unique_lock<std::mutex> lock(_mtx);
      while (!_idle.empty() && _idle.front()->idle() > std::chrono::minutes(10)) {
        Connection *old = _idle.front();
        _idle.pop_front();
        if (old->ping()) {
          old->refreshAliveTime();
          _idle.push_back(old);
        } else {
          delete old;
          if (Connection *fresh = create())
            _idle.push_back(fresh);
        }
      }
    }
  }

  std::mutex _mtx;
  std::condition_variable _cv;
  std::list<Connection *> _idle;
  std::atomic<bool> _stop{false};
  std::thread _scanner;
};

bool setOnline(int user) {
  Connection *conn = ConnectionPool::instance().get();
  if (!conn)
    return false;
  bool ok = conn->update("UPDATE user SET state = 'online' WHERE id = " + std::to_string(user));
  ConnectionPool::instance().put(conn);
  return ok;
}
