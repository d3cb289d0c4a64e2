// what: two sessions of Leasehold's own pool in one scope
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void archive(SqlitePool& pool, int order) {
    auto reader = pool.acquire();
    reader->execute("UPDATE orders SET archived = 1 WHERE id = ?", order);
    auto writer = pool.acquire(); // EXPECT: nested-acquire "the same pool 'pool'"
    writer->execute("INSERT INTO archive VALUES (?)", order);
}
