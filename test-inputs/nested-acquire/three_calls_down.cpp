// what: the second acquire is three calls away; the report is at the outermost, with the way down as notes
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

namespace billing {

void writeLine(PgPool& pool, const std::string& line) {
    PgLease session = pool.acquire(); // NOTE: "takes a session from 'pool' here"
    PQclear(PQexec(session.get(), ("INSERT INTO ledger VALUES ('" + line + "')").c_str()));
}

void bookFee(PgPool& pool, int cents) {
    writeLine(pool, "fee " + std::to_string(cents)); // NOTE: "calls 'billing::writeLine' here"
}

void settle(PgPool& pool) {
    bookFee(pool, 35); // NOTE: "calls 'billing::bookFee' here"
}

void closeMonth(PgPool& pool) {
    PgLease session = pool.acquire();
    PQclear(PQexec(session.get(), "UPDATE months SET closed = true"));
    settle(pool); // EXPECT: nested-acquire "'billing::settle' takes a second session from the same pool 'pool'"
}

} // namespace billing
