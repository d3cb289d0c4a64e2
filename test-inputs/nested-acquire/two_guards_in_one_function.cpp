// what: the second guard of the same pool, taken while the first is alive
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

class Transfers {
public:
    explicit Transfers(PgPool& pool) : pool_(pool) {}

    void book(const std::string& from, const std::string& to) {
        PgLease debit = pool_.acquire(); // NOTE: "session 'debit' acquired here"
        PQclear(PQexec(debit.get(), ("UPDATE accounts SET n = n - 1 WHERE id = " + from).c_str()));
        PgLease credit = pool_.acquire(); // EXPECT: nested-acquire "the same pool 'pool_'"
        PQclear(PQexec(credit.get(), ("UPDATE accounts SET n = n + 1 WHERE id = " + to).c_str()));
    }

private:
    PgPool& pool_;
};
