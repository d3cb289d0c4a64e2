// what: right: rows, quoting and a second commit after the commit; a helper that may have committed
#include "slow_pqxx_pool.h"

#include <optional>

bool maybe_commit(pqxx::work& txn, bool now) {
    if (now)
        txn.commit();
    return now;
}

std::string name_of(PqxxPool& pool) {
    PooledPqxx conn = pool.acquire();
    pqxx::work txn(*conn);
    auto rows = txn.exec("SELECT name FROM users");
    txn.commit();
    std::string name = txn.quote(rows[0][0].c_str());
    txn.commit();
    return name;
}

void perhaps(PqxxPool& pool, bool now) {
    PooledPqxx conn = pool.acquire();
    pqxx::work txn(*conn);
    txn.exec("INSERT INTO bookings VALUES (1)");
    if (!maybe_commit(txn, now)) {
        txn.exec("INSERT INTO bookings VALUES (2)");
        txn.commit();
    }
}

void either(PqxxPool& pool, bool early) {
    PooledPqxx conn = pool.acquire();
    pqxx::work txn(*conn);
    txn.exec("INSERT INTO bookings VALUES (1)");
    if (early) {
        txn.commit();
        return;
    }
    txn.exec("INSERT INTO bookings VALUES (2)");
    txn.commit();
}
