// what: runs an external program and waits for it while the lease is held
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <boost/process.hpp>

#include <string>

namespace thumbnailer {

bool render_preview(PgPool& pool, const std::string& document) {
    PgLease lease = pool.acquire();
    const char* values[] = {document.c_str()};
    PQclear(PQexecParams(lease.get(), "UPDATE documents SET preview = 'running' WHERE id = $1", 1, nullptr, values, nullptr, nullptr, 0));

    const int status = boost::process::system("/usr/bin/pdftoppm", "-png", document); // EXPECT: slow-call

    const char* outcome[] = {document.c_str(), status == 0 ? "done" : "failed"};
    PQclear(PQexecParams(lease.get(), "UPDATE documents SET preview = $2 WHERE id = $1", 2, nullptr, outcome, nullptr, nullptr, 0));
    return status == 0;
}

} // namespace thumbnailer
