// what: a hand-written Transaction that rolls back unless committed: forgetting commit() on a normal path loses the writes silently.
#include "ua_mysql_pool.h"
#include <string>

class PooledConn {
public:
  explicit PooledConn(MysqlPool &pool) : pool_(pool), conn_(pool.getConnection()) {}
  PooledConn(const PooledConn &) = delete;
  PooledConn &operator=(const PooledConn &) = delete;
  ~PooledConn() { pool_.releaseConnection(conn_); }
  MYSQL *raw() { return conn_; }
  bool exec(const std::string &sql) { return mysql_query(conn_, sql.c_str()) == 0; }

private:
  MysqlPool &pool_;
  MYSQL *conn_;
};

class Transaction {
public:
  explicit Transaction(PooledConn &conn) : conn_(conn) { conn_.exec("START TRANSACTION"); }
  Transaction(const Transaction &) = delete;
  Transaction &operator=(const Transaction &) = delete;
  ~Transaction() {
    if (!done_)
      conn_.exec("ROLLBACK");
  }
  bool commit() {
    done_ = conn_.exec("COMMIT");
    return done_;
  }

private:
  PooledConn &conn_;
  bool done_ = false;
};

bool transfer(MysqlPool &pool, int from, int to, int cents) {
  PooledConn conn(pool);
  Transaction tx(conn);
  if (!conn.exec("UPDATE accounts SET cents = cents - " + std::to_string(cents) + " WHERE id = " + std::to_string(from)))
    return false;
  if (!conn.exec("UPDATE accounts SET cents = cents + " + std::to_string(cents) + " WHERE id = " + std::to_string(to)))
    return false;
  return tx.commit();
}

void closeAccount(MysqlPool &pool, int id) {
  PooledConn conn(pool);
  Transaction tx(conn); // EXPECT: unfinished-transaction
  conn.exec("DELETE FROM cards WHERE account = " + std::to_string(id));
  conn.exec("DELETE FROM accounts WHERE id = " + std::to_string(id));
}
