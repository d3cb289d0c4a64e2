// what: the future of std::async is thrown away, so its destructor waits right there while the lease is held
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <future>
#include <string>

namespace video_ingest {

void transcode(std::string file);

void ingest(PgPool& pool, const std::string& file) {
    PgLease lease = pool.acquire();
    const char* values[] = {file.c_str()};
    PQclear(PQexecParams(lease.get(), "INSERT INTO videos(path) VALUES($1)", 1, nullptr, values, nullptr, nullptr, 0));
    static_cast<void>(std::async(std::launch::async, transcode, file)); // EXPECT: slow-call
    PQclear(PQexecParams(lease.get(), "UPDATE videos SET ready = true WHERE path = $1", 1, nullptr, values, nullptr, nullptr, 0));
}

} // namespace video_ingest
