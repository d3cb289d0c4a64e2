// what: a known limit: a directory declared as the layer does not match, so what lies in it is reported as well
// options: Repositories=*/session-outside-repository/*,session-outside-repository
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

class Items {
public:
    explicit Items(SqlitePool& pool) : pool_(pool) {}
    void remove(long id) {
        auto session = pool_.acquire(); // EXPECT: session-outside-repository
        session->execute("DELETE FROM item WHERE id = ?", id);
    }

private:
    SqlitePool& pool_;
};
