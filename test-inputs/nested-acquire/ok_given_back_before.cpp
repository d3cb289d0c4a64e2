// what: right: the guard is released before the helper takes a session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_conn_manager.h"

void audit(ConnectionManager& manager) {
    ScopedConnection connection(manager);
    PQclear(PQexec(connection.handle(), "INSERT INTO audit VALUES (1)"));
}

void submit(ConnectionManager& manager) {
    ScopedConnection connection(manager);
    PQclear(PQexec(connection.handle(), "INSERT INTO orders VALUES (1)"));
    connection.release();
    audit(manager);
}
