// what: a statement in a transaction that is committed already; only the first one is reported
#include "slow_pqxx_pool.h"

void book(PqxxPool& pool, int user) {
    PooledPqxx conn = pool.acquire();
    pqxx::work txn(*conn);
    txn.exec("INSERT INTO bookings VALUES (1)");
    txn.commit();
    auto rows = txn.exec("SELECT name FROM users"); // EXPECT: use-after-release
    txn.exec_params("INSERT INTO mails VALUES ($1)", rows[0][0].c_str());
}

void give_up(PqxxPool& pool) {
    PooledPqxx conn = pool.acquire();
    pqxx::work txn(*conn);
    txn.exec("DELETE FROM bookings");
    txn.abort();
    txn.exec_prepared("note"); // EXPECT: use-after-release
}
