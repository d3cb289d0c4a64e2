// what: std::system under a guard of which only the declaration is visible
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"

#include <cstdlib>
#include <string>

namespace nightly_export {

int export_table(const std::string& table) {
    ScopedConnection connection(ConnectionManager::instance());
    PQclear(PQexec(connection.handle(), "SELECT pg_advisory_lock(42)"));
    const std::string command = "pg_dump --table=" + table + " shop > /var/backups/" + table + ".sql";
    const int status = std::system(command.c_str()); // EXPECT: slow-call
    PQclear(PQexec(connection.handle(), "SELECT pg_advisory_unlock(42)"));
    return status;
}

} // namespace nightly_export
