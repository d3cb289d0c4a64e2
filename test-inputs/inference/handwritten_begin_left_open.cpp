// what: BEGIN by hand on a connection of a hand-written pool; one error path gives the connection back with the transaction open.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include <string>

class PgGuard {
public:
  explicit PgGuard(PgPool &pool) : pool_(pool), conn_(pool.acquire()) {}
  PgGuard(const PgGuard &) = delete;
  PgGuard &operator=(const PgGuard &) = delete;
  ~PgGuard() {
    if (conn_)
      pool_.release(conn_);
  }
  PGconn *get() const { return conn_; }

private:
  PgPool &pool_;
  PGconn *conn_;
};

static bool ok(PGresult *res) {
  bool good = PQresultStatus(res) == PGRES_COMMAND_OK;
  PQclear(res);
  return good;
}

bool mergeUsers(PgPool &pool, const std::string &keep, const std::string &drop) {
  PgGuard db(pool);
  if (!db.get())
    return false;
  if (!ok(PQexec(db.get(), "BEGIN"))) // EXPECT: unfinished-transaction
    return false;
  std::string posts = "UPDATE posts SET author = " + keep + " WHERE author = " + drop;
  if (!ok(PQexec(db.get(), posts.c_str())))
    return false;
  std::string users = "DELETE FROM users WHERE id = " + drop;
  if (!ok(PQexec(db.get(), users.c_str()))) {
    ok(PQexec(db.get(), "ROLLBACK"));
    return false;
  }
  return ok(PQexec(db.get(), "COMMIT"));
}
