// what: right: an object that lives as long as a request keeps the session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

class UnitOfWork {
public:
    explicit UnitOfWork(PgPool& pool) : session_(pool.acquire()) { PQclear(PQexec(session_.get(), "BEGIN")); }
    ~UnitOfWork() { PQclear(PQexec(session_.get(), "ROLLBACK")); }
    void save(const std::string& sql) { PQclear(PQexec(session_.get(), sql.c_str())); }
    void commit() { PQclear(PQexec(session_.get(), "COMMIT")); }

private:
    PgLease session_;
};

void handle(PgPool& pool) {
    UnitOfWork unit(pool);
    unit.save("INSERT INTO orders VALUES (1)");
    unit.commit();
}
