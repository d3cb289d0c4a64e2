// what: the layer is a namespace
// options: Repositories=shop::store::*
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

namespace shop::store {
void remove(SqlitePool& pool, long id) {
    auto session = pool.acquire();
    session->execute("DELETE FROM item WHERE id = ?", id);
}
namespace detail {
struct Cleaner {
    void run(SqlitePool& pool) {
        auto session = pool.acquire();
        session->execute("DELETE FROM item WHERE old");
    }
};
} // namespace detail
} // namespace shop::store

namespace shop::web {
void remove(SqlitePool& pool, long id) {
    auto session = pool.acquire(); // EXPECT: session-outside-repository
    session->execute("DELETE FROM item WHERE id = ?", id);
}
} // namespace shop::web
