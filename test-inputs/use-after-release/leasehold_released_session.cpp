// what: Leasehold's own session after release()
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void rename(SqlitePool& pool, int id) {
    auto session = pool.acquire();
    session->execute("UPDATE tags SET name = 'x' WHERE id = ?", id);
    session.release();
    session->execute("UPDATE log SET n = n + 1"); // EXPECT: use-after-release "session 'session'"
}
