// what: the constructor takes the connection into a member, the destructor gives it back; nothing in the constructor throws afterwards.
#include "ua_mysql_pool.h"
#include <string>

class UnitOfWork {
public:
  explicit UnitOfWork(MysqlPool &pool) : pool_(pool), conn_(pool.getConnection()) {}
  UnitOfWork(const UnitOfWork &) = delete;
  UnitOfWork &operator=(const UnitOfWork &) = delete;
  ~UnitOfWork() { pool_.releaseConnection(conn_); }

  bool execute(const std::string &sql) { return mysql_real_query(conn_, sql.data(), sql.size()) == 0; }

private:
  MysqlPool &pool_;
  MYSQL *conn_;
};

bool archive(MysqlPool &pool, unsigned long id) {
  UnitOfWork work(pool);
  if (!work.execute("INSERT INTO archive SELECT * FROM orders WHERE id = " + std::to_string(id)))
    return false;
  return work.execute("DELETE FROM orders WHERE id = " + std::to_string(id));
}
