// what: right, because the guard's release() ran on every path before the file copy; only declarations of pool and guard are visible
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"

#include <filesystem>
#include <string>
#include <system_error>

namespace scan_archive {

bool archive(const std::string& scan, const std::filesystem::path& target) {
    ScopedConnection connection(ConnectionManager::instance());
    PGresult* rows = PQexec(connection.handle(), "SELECT path FROM scans LIMIT 1");
    std::string path;
    if (PQntuples(rows) == 1) {
        path = PQgetvalue(rows, 0, 0);
        PQclear(rows);
        connection.release();
    } else {
        PQclear(rows);
        connection.release();
        path = scan;
    }
    std::error_code ec;
    std::filesystem::copy_file(path, target, ec);
    return !ec;
}

} // namespace scan_archive
