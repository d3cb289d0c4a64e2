// what: a copyable handle with a counter; the last copy gives the connection back, so copies may be returned and stored freely.
#include "ua_mysql_pool.h"
#include <atomic>
#include <stdexcept>
#include <string>

class DbHandle {
public:
  explicit DbHandle(MysqlPool &pool) : shared_(new Shared{&pool, pool.getConnection(), {1}}) {}
  DbHandle(const DbHandle &other) : shared_(other.shared_) { ++shared_->count; }
  DbHandle &operator=(DbHandle other) {
    std::swap(shared_, other.shared_);
    return *this;
  }
  ~DbHandle() {
    if (--shared_->count == 0) {
      shared_->pool->releaseConnection(shared_->conn);
      delete shared_;
    }
  }
  MYSQL *get() const { return shared_->conn; }

private:
  struct Shared {
    MysqlPool *pool;
    MYSQL *conn;
    std::atomic<int> count;
  };
  Shared *shared_;
};

class CustomerQuery {
public:
  explicit CustomerQuery(DbHandle db) : db_(db) {}
  bool remove(int id) {
    if (id == 0)
      throw std::invalid_argument("id");
    return mysql_query(db_.get(), ("DELETE FROM customers WHERE id = " + std::to_string(id)).c_str()) == 0;
  }

private:
  DbHandle db_;
};

CustomerQuery customers(MysqlPool &pool) {
  DbHandle db(pool);
  mysql_query(db.get(), "SET @actor = 'api'");
  return CustomerQuery(db);
}

bool removeCustomer(MysqlPool &pool, int id) { return customers(pool).remove(id); }
