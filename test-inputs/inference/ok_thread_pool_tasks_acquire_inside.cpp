// what: the tasks of a hand-written thread pool take the pool, not a session; the caller waits for them before it acquires its own.
#include "inf_thread_pool.h"
#include "ua_mysql_pool.h"
#include <string>
#include <vector>

class ConnHolder {
public:
  explicit ConnHolder(MysqlPool &pool) : pool_(pool), conn_(pool.getConnection()) {}
  ConnHolder(const ConnHolder &) = delete;
  ConnHolder &operator=(const ConnHolder &) = delete;
  ~ConnHolder() { pool_.releaseConnection(conn_); }
  MYSQL *get() const { return conn_; }

private:
  MysqlPool &pool_;
  MYSQL *conn_;
};

static int purge(MysqlPool &pool, const std::string &table) {
  ConnHolder conn(pool);
  if (mysql_query(conn.get(), ("DELETE FROM " + table + " WHERE expired").c_str()) != 0)
    return -1;
  return static_cast<int>(mysql_affected_rows(conn.get()));
}

int purgeAll(MysqlPool &pool, ThreadPool &workers, const std::vector<std::string> &tables) {
  std::vector<std::future<int>> results;
  for (const std::string &table : tables)
    results.push_back(workers.enqueue([&pool, table] { return purge(pool, table); }));

  int total = 0;
  for (auto &result : results)
    total += result.get();

  ConnHolder conn(pool);
  mysql_query(conn.get(), ("INSERT INTO purge_log(total) VALUES (" + std::to_string(total) + ")").c_str());
  return total;
}
