// what: the helper keeps a pool of the same class: likely the same one
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

class AuditLog {
public:
    explicit AuditLog(PgPool& pool) : pool_(pool) {}
    void note(const std::string& text) {
        PgLease session = pool_.acquire();
        PQclear(PQexec(session.get(), ("INSERT INTO audit VALUES ('" + text + "')").c_str()));
    }

private:
    PgPool& pool_;
};

class Accounts {
public:
    Accounts(PgPool& pool, AuditLog& log) : pool_(pool), log_(log) {}
    void close(int id) {
        PgLease session = pool_.acquire();
        PQclear(PQexec(session.get(), ("DELETE FROM accounts WHERE id = " + std::to_string(id)).c_str()));
        log_.note("closed"); // EXPECT: nested-acquire "a pool of the same class 'PgPool'"
    }

private:
    PgPool& pool_;
    AuditLog& log_;
};
