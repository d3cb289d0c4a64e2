// what: right, because asking whether a local file exists, its size, and opening it takes microseconds
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace media_index {

bool index_file(PgPool& pool, const std::filesystem::path& file) {
    PgLease lease = pool.acquire();
    std::error_code ec;
    if (!std::filesystem::exists(file, ec) || std::filesystem::is_directory(file, ec))
        return false;
    std::ifstream probe(file);
    if (!probe.is_open())
        return false;
    const std::string size = std::to_string(std::filesystem::file_size(file, ec));
    const std::string name = file.filename().string();
    const char* values[] = {name.c_str(), size.c_str()};
    PGresult* done = PQexecParams(lease.get(), "INSERT INTO media(name, size) VALUES($1, $2)", 2, nullptr, values, nullptr, nullptr, 0);
    const bool ok = PQresultStatus(done) == PGRES_COMMAND_OK;
    PQclear(done);
    return ok;
}

} // namespace media_index
