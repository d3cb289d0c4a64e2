#pragma once
// A transaction class written by hand: BEGIN in the constructor, ROLLBACK in the destructor unless committed.
#include "txn_pg.h"
#include <stdexcept>

class PgTransaction {
public:
  explicit PgTransaction(PGconn *conn) : conn_(conn) {
    if (!pgRun(conn_, "BEGIN"))
      throw std::runtime_error(PQerrorMessage(conn_));
    open_ = true;
  }
  PgTransaction(const PgTransaction &) = delete;
  PgTransaction &operator=(const PgTransaction &) = delete;
  ~PgTransaction() {
    if (open_)
      pgRun(conn_, "ROLLBACK");
  }

  bool exec(const char *sql) { return pgRun(conn_, sql); }
  void commit() {
    open_ = false;
    if (!pgRun(conn_, "COMMIT"))
      throw std::runtime_error(PQerrorMessage(conn_));
  }

private:
  PGconn *conn_;
  bool open_ = false;
};
