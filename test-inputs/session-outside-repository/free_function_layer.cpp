// what: the layer is a set of free functions
// options: Repositories=store_*
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void store_item(SqlitePool& pool, long id) {
    auto session = pool.acquire();
    session->execute("INSERT INTO item VALUES (?)", id);
}

void handle_item(SqlitePool& pool, long id) {
    store_item(pool, id);
}

void handle_quick(SqlitePool& pool, long id) {
    auto session = pool.acquire(); // EXPECT: session-outside-repository
    session->execute("INSERT INTO item VALUES (?)", id);
}
