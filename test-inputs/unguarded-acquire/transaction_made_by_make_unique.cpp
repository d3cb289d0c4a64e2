// what: what make_unique() makes may throw as the object itself would: a transaction, when its BEGIN fails
// flags: -std=c++20
#include "ua_pqxx_pool.h"

#include <stdexcept>

void rename(ConnectionPool &pool) {
  auto conn = pool.get_connection(); // EXPECT: unguarded-acquire
  auto work = std::make_unique<pqxx::work>(*conn);
  try {
    work->exec("UPDATE shop SET name = 'x'");
    work->commit();
  } catch (const std::exception &) {
  }
  work.reset();
  pool.return_connection(conn);
}

void renameRightly(ConnectionPool &pool) {
  auto conn = pool.get_connection();
  try {
    auto work = std::make_unique<pqxx::work>(*conn);
    work->exec("UPDATE shop SET name = 'x'");
    work->commit();
  } catch (const std::exception &) {
  }
  pool.return_connection(conn);
}

// Its destructor is not run when its constructor throws.
class UnitOfWork {
public:
  explicit UnitOfWork(ConnectionPool &pool) : pool_(pool) {
    conn_ = pool_.get_connection(); // EXPECT: unguarded-acquire
    work_ = std::make_unique<pqxx::work>(*conn_);
  }
  ~UnitOfWork() {
    work_.reset();
    pool_.return_connection(conn_);
  }
  pqxx::work &work() { return *work_; }

private:
  ConnectionPool &pool_;
  std::shared_ptr<pqxx::connection> conn_;
  std::unique_ptr<pqxx::work> work_;
};

class CarefulUnitOfWork {
public:
  explicit CarefulUnitOfWork(ConnectionPool &pool) : pool_(pool) {
    conn_ = pool_.get_connection();
    try {
      work_ = std::make_unique<pqxx::work>(*conn_);
    } catch (...) {
      pool_.return_connection(conn_);
      throw;
    }
  }
  ~CarefulUnitOfWork() {
    work_.reset();
    pool_.return_connection(conn_);
  }

private:
  ConnectionPool &pool_;
  std::shared_ptr<pqxx::connection> conn_;
  std::unique_ptr<pqxx::work> work_;
};

void serve(ConnectionPool &pool) {
  UnitOfWork unit(pool);
  unit.work().exec("UPDATE shop SET name = 'y'");
  unit.work().commit();
  CarefulUnitOfWork careful(pool);
}

// Whose transactions nothing else looks into.
namespace {
class Batch {
public:
  explicit Batch(ConnectionPool &pool) : pool_(pool) {
    conn_ = pool_.get_connection(); // EXPECT: unguarded-acquire
    work_ = std::make_unique<pqxx::robusttransaction<>>(*conn_);
  }
  ~Batch() { pool_.return_connection(conn_); }

private:
  ConnectionPool &pool_;
  std::shared_ptr<pqxx::connection> conn_;
  std::unique_ptr<pqxx::robusttransaction<>> work_;
};
} // namespace

void fill(ConnectionPool &pool) { Batch batch(pool); }
