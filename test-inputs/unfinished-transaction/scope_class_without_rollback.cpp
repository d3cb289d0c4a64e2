// what: a transaction class written by hand whose destructor only warns; the early return leaves the transaction open
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"
#include <cstdio>
#include <string>

class LoggedTransaction {
public:
  LoggedTransaction(PGconn *conn, const char *name) : conn_(conn), name_(name) { pgRun(conn_, "BEGIN"); }
  LoggedTransaction(const LoggedTransaction &) = delete;
  LoggedTransaction &operator=(const LoggedTransaction &) = delete;
  ~LoggedTransaction() {
    if (!done_)
      std::fprintf(stderr, "transaction %s was not finished\n", name_);
  }
  bool commit() {
    done_ = true;
    return pgRun(conn_, "COMMIT");
  }
  void rollback() {
    done_ = true;
    pgRun(conn_, "ROLLBACK");
  }

private:
  PGconn *conn_;
  const char *name_;
  bool done_ = false;
};

bool setPrice(PgStore &store, const std::string &sku, const std::string &price) {
  PgCheckout conn(store);
  LoggedTransaction tx(conn, "price"); // EXPECT: unfinished-transaction
  const char *values[] = {sku.c_str(), price.c_str()};
  PgResult done(PQexecParams(conn, "UPDATE products SET price = $2 WHERE sku = $1", 2, nullptr, values, nullptr, nullptr, 0));
  if (PQresultStatus(done.get()) != PGRES_COMMAND_OK)
    return false;
  return tx.commit();
}

bool dropPrice(PgStore &store) {
  PgCheckout conn(store);
  LoggedTransaction tx(conn, "drop");
  if (!pgRun(conn, "UPDATE products SET price = NULL")) {
    tx.rollback();
    return false;
  }
  return tx.commit();
}
