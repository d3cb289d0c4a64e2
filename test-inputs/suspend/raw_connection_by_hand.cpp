// what: a connection that the coroutine opened by hand waits for a file
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "co_pg.h"

Task<std::string> read_file(std::string name);

Task<void> load(std::string dsn, std::string name) {
    PGconn* conn = PQconnectdb(dsn.c_str());
    std::string text = co_await read_file(name); // EXPECT: suspend "close it before"
    PQclear(PQexec(conn, text.c_str()));
    PQfinish(conn);
}

Task<void> load_first(std::string dsn, std::string name) {
    std::string text = co_await read_file(name);
    PGconn* conn = PQconnectdb(dsn.c_str());
    PQclear(PQexec(conn, text.c_str()));
    PQfinish(conn);
}
