// what: right, because with_session has given the connection back when it returns; the copy works on what it returned
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <filesystem>
#include <string>
#include <system_error>

namespace report_copier {

bool copy_report(PgPool& pool, const std::filesystem::path& target) {
    const std::string path = pool.with_session([](PGconn* conn) {
        PGresult* rows = PQexec(conn, "SELECT path FROM reports ORDER BY id DESC LIMIT 1");
        std::string found = PQntuples(rows) > 0 ? PQgetvalue(rows, 0, 0) : "";
        PQclear(rows);
        return found;
    });
    if (path.empty())
        return false;
    std::error_code ec;
    std::filesystem::copy_file(path, target, ec);
    if (ec)
        return false;
    pool.with_session([](PGconn* conn) {
        PQclear(PQexec(conn, "UPDATE reports SET copied = true"));
        return 0;
    });
    return true;
}

} // namespace report_copier
