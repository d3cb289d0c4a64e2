// what: the guard is passed by reference, so the callee borrows the lease; waiting for a child process belongs elsewhere
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace backup_runner {

int run_rsync(PgLease& lease, const char* source, const char* target) {
    PQclear(PQexec(lease.get(), "INSERT INTO runs(kind) VALUES('rsync')"));
    const pid_t child = fork();
    if (child == 0) {
        execlp("rsync", "rsync", "-a", source, target, static_cast<char*>(nullptr));
        _exit(127);
    }
    int status = 0;
    waitpid(child, &status, 0); // EXPECT: slow-call
    PQclear(PQexec(lease.get(), "UPDATE runs SET finished = now()"));
    return status;
}

} // namespace backup_runner
