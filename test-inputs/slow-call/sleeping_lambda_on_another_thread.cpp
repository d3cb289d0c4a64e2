// what: right, because the slow work goes to another thread and captures no session; starting a thread does not wait for it
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <filesystem>
#include <string>
#include <system_error>
#include <thread>

namespace cold_storage {

void move_to_cold_storage(PgPool& pool, const std::string& object) {
    PgLease lease = pool.acquire();
    const char* values[] = {object.c_str()};
    PQclear(PQexecParams(lease.get(), "UPDATE objects SET cold = true WHERE id = $1", 1, nullptr, values, nullptr, nullptr, 0));
    std::thread([object] {
        std::error_code ec;
        std::filesystem::copy_file("/srv/hot/" + object, "/srv/cold/" + object, ec);
    }).detach();
    PQclear(PQexecParams(lease.get(), "DELETE FROM hot WHERE id = $1", 1, nullptr, values, nullptr, nullptr, 0));
}

} // namespace cold_storage
