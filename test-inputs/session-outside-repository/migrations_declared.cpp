// what: migrations are declared as a part of the layer
// options: Repositories=*Repository,migrations::*
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

namespace migrations {
void create(SqlitePool& pool) {
    auto session = pool.acquire();
    session->execute("CREATE TABLE item (id int)");
}
} // namespace migrations

class ItemRepository {
public:
    void clear(SqlitePool& pool) {
        auto session = pool.acquire();
        session->execute("DELETE FROM item");
    }
};
