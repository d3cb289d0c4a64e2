// what: no layer is declared: anybody may acquire
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void delete_user(SqlitePool& pool, long user) {
    auto session = pool.acquire();
    session->execute("DELETE FROM user WHERE id = ?", user);
}

class UserRepository {
public:
    void remove(SqlitePool& pool, long user) { delete_user(pool, user); }
};
