// what: a connection that main opens by hand for a migration
// flags: -std=c++20 -isystem /usr/include/postgresql
// options: Repositories=*Repository,*Dao
#include <libpq-fe.h>

int main(int argc, char** argv) {
    PGconn* conn = PQconnectdb(argc > 1 ? argv[1] : "dbname=shop"); // EXPECT: session-outside-repository
    PQclear(PQexec(conn, "CREATE TABLE IF NOT EXISTS item (id int)"));
    PQfinish(conn);
}
