// what: the lease lives inside a lambda that is called at once; the sleep in the lambda is reported there
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <string>
#include <thread>

namespace outbox_relay {

int relay(PgPool& pool, const std::string& topic) {
    const auto drain = [&pool](const std::string& name) {
        PgLease lease = pool.acquire();
        const char* values[] = {name.c_str()};
        PGresult* rows = PQexecParams(lease.get(), "SELECT count(*) FROM outbox WHERE topic = $1", 1, nullptr, values, nullptr, nullptr, 0);
        const int count = PQntuples(rows);
        PQclear(rows);
        if (count > 100)
            std::this_thread::sleep_for(std::chrono::milliseconds(400)); // EXPECT: slow-call "sleeps"
        PQclear(PQexecParams(lease.get(), "DELETE FROM outbox WHERE topic = $1", 1, nullptr, values, nullptr, nullptr, 0));
        return count;
    };
    return drain(topic) + drain(topic + ".retry");
}

} // namespace outbox_relay
