// what: a factory that hands the session out is not the one who takes it
// options: Repositories=*Repository,*Dao
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

class Database {
public:
    explicit Database(SqlitePool& pool) : pool_(pool) {}
    leasehold::Session<leasehold::sqlite::Driver> session() { return pool_.acquire(); }

private:
    SqlitePool& pool_;
};

class ItemDao {
public:
    explicit ItemDao(Database& database) : database_(database) {}
    void remove(long id) {
        auto session = database_.session();
        session->execute("DELETE FROM item WHERE id = ?", id);
    }

private:
    Database& database_;
};

void sweep(Database& database) {
    auto session = database.session(); // EXPECT: session-outside-repository
    session->execute("DELETE FROM item WHERE old");
}
