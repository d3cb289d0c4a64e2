// what: right: a pqxx::result holds its rows itself
#include "slow_pqxx_pool.h"

pqxx::result users(PqxxPool& pool) {
    PooledPqxx conn = pool.acquire();
    pqxx::work txn(*conn);
    pqxx::result rows = txn.exec("SELECT id, name FROM users");
    txn.commit();
    return rows;
}

int total(PqxxPool& pool) {
    pqxx::result rows;
    {
        PooledPqxx conn = pool.acquire();
        pqxx::work txn(*conn);
        rows = txn.exec("SELECT amount FROM bookings");
        txn.commit();
    }
    int sum = 0;
    for (const auto& row : rows)
        sum += row[0].as<int>();
    return sum;
}
