// what: the handler holds a session and calls a method of its own that takes another
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

class OrderHandler {
public:
    explicit OrderHandler(PgPool& pool) : pool_(pool) {}

    void submit(const std::string& number) {
        PgLease session = pool_.acquire();
        PQclear(PQexec(session.get(), ("INSERT INTO orders VALUES ('" + number + "')").c_str()));
        audit("submitted " + number); // EXPECT: nested-acquire "the same pool 'pool_'"
    }

private:
    void audit(const std::string& text) {
        PgLease session = pool_.acquire(); // NOTE: "takes a session from 'pool_' here"
        PQclear(PQexec(session.get(), ("INSERT INTO audit VALUES ('" + text + "')").c_str()));
    }

    PgPool& pool_;
};
