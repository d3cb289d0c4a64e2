// what: the body given to with_session() runs under the pool's lease; the copy inside it is reported, the call of with_session is not
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <filesystem>
#include <string>
#include <system_error>

namespace log_archiver {

bool archive_log(PgPool& pool, const std::filesystem::path& log) {
    return pool.with_session([&](PGconn* conn) {
        PQclear(PQexec(conn, "UPDATE logs SET state = 'archiving'"));
        std::error_code ec;
        std::filesystem::copy_file(log, "/archive" / log.filename(), ec); // EXPECT: slow-call "copies a file"
        PQclear(PQexec(conn, ec ? "UPDATE logs SET state = 'failed'" : "UPDATE logs SET state = 'archived'"));
        return !ec;
    });
}

} // namespace log_archiver
