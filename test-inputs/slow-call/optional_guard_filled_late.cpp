// what: an optional guard is filled in a branch and is certainly engaged where the file is copied in that same branch
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <filesystem>
#include <optional>
#include <system_error>

namespace firmware_depot {

void publish(PgPool& pool, const std::filesystem::path& image, bool record) {
    std::optional<PgLease> lease;
    std::error_code ec;
    if (record) {
        lease.emplace(pool.acquire());
        PQclear(PQexec(lease->get(), "INSERT INTO releases(state) VALUES('copying')"));
        std::filesystem::copy_file(image, "/srv/firmware/current.bin", ec); // EXPECT: slow-call "copies a file"
        PQclear(PQexec(lease->get(), "UPDATE releases SET state = 'public'"));
        lease.reset();
    } else {
        std::filesystem::copy_file(image, "/srv/firmware/preview.bin", ec);
    }
}

} // namespace firmware_depot
