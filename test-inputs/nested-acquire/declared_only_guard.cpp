// what: pool and guard are only declared: by shape, the second guard is a second session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"

void archive() {
    ScopedConnection first(ConnectionManager::instance());
    PQclear(PQexec(first.handle(), "SELECT 1"));
    {
        ScopedConnection second(ConnectionManager::instance()); // EXPECT: nested-acquire "the same pool"
        PQclear(PQexec(second.handle(), "SELECT 2"));
    }
}
