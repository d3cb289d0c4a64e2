// what: the other repository works on the same session: one unit of work
// options: Repositories=*Repository,*Dao
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

class StockRepository {
public:
    void take(leasehold::Session<leasehold::sqlite::Driver>& session, long item) {
        session->execute("UPDATE stock SET n = n - 1 WHERE id = ?", item);
    }
};

class OrderRepository {
public:
    OrderRepository(SqlitePool& pool, StockRepository& stock) : pool_(pool), stock_(stock) {}
    void place(long item) {
        auto session = pool_.acquire();
        auto transaction = session.begin();
        session->execute("INSERT INTO orders VALUES (?)", item);
        stock_.take(session, item);
        transaction.commit();
    }

private:
    SqlitePool& pool_;
    StockRepository& stock_;
};
