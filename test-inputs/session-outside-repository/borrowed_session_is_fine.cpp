// what: who only receives a session does not acquire one
// options: Repositories=*Repository,*Dao
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

using Lease = leasehold::Session<leasehold::sqlite::Driver>;

void stamp(Lease& session, long id) { session->execute("UPDATE item SET seen = 1 WHERE id = ?", id); }

class ItemRepository {
public:
    explicit ItemRepository(SqlitePool& pool) : pool_(pool) {}
    void see(long id) {
        auto session = pool_.acquire();
        stamp(session, id);
    }

private:
    SqlitePool& pool_;
};
