// what: mysql_real_connect returns NULL on failure; assigned over the only handle, the object of mysql_init is lost and NULL goes into the pool.
#include <cassert>
#include <cstdio>
#include <mutex>
#include <mysql/mysql.h>
#include <queue>

class SqlConnPool {
public:
  static SqlConnPool *Instance() {
    static SqlConnPool connPool;
    return &connPool;
  }

  MYSQL *GetConn() {
    std::lock_guard<std::mutex> locker(mtx_);
    if (connQue_.empty())
      return nullptr;
    MYSQL *sql = connQue_.front();
    connQue_.pop();
    return sql;
  }

  void FreeConn(MYSQL *sql) {
    assert(sql);
    std::lock_guard<std::mutex> locker(mtx_);
    connQue_.push(sql);
  }

  void Init(const char *host, unsigned port, const char *user, const char *pwd, const char *dbName, int connSize = 10) {
    for (int i = 0; i < connSize; i++) {
      MYSQL *sql = nullptr;
      sql = mysql_init(sql); // EXPECT: unguarded-acquire
      if (!sql) {
        std::fprintf(stderr, "MySql init error!\n");
        return;
      }
      sql = mysql_real_connect(sql, host, user, pwd, dbName, port, nullptr, 0);
      if (!sql)
        std::fprintf(stderr, "MySql Connect error!\n");
      connQue_.push(sql);
    }
  }

  void ClosePool() {
    std::lock_guard<std::mutex> locker(mtx_);
    while (!connQue_.empty()) {
      auto item = connQue_.front();
      connQue_.pop();
      mysql_close(item);
    }
    mysql_library_end();
  }

private:
  SqlConnPool() = default;
  ~SqlConnPool() { ClosePool(); }

  std::queue<MYSQL *> connQue_;
  std::mutex mtx_;
};
