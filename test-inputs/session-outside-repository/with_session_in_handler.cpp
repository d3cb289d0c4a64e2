// what: a session lent to a callable is one, too
// options: Repositories=*Repository,*Dao
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void clear(SqlitePool& pool) {
    pool.with_session([](auto& session) { session->execute("DELETE FROM cart"); }); // EXPECT: session-outside-repository
}

class CartRepository {
public:
    explicit CartRepository(SqlitePool& pool) : pool_(pool) {}
    void clear() {
        pool_.with_session([](auto& session) { session->execute("DELETE FROM cart"); });
    }

private:
    SqlitePool& pool_;
};
