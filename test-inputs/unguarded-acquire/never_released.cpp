// what: the session is used and simply never given back.
// flags: -std=c++17 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include <string>

class AuditLog {
public:
  explicit AuditLog(PgPool &pool) : pool_(pool) {}

  void append(const std::string &actor, const std::string &action) {
    PGconn *db = pool_.acquire(); // EXPECT: unguarded-acquire
    if (!db)
      return;
    const char *params[] = {actor.c_str(), action.c_str()};
    PGresult *res = PQexecParams(db, "INSERT INTO audit(actor, action) VALUES ($1, $2)", 2, nullptr, params, nullptr,
                                 nullptr, 0);
    PQclear(res);
  }

private:
  PgPool &pool_;
};
