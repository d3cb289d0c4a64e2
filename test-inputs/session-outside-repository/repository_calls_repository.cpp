// what: a repository calls another one while it holds a session: two sessions for one request
// options: Repositories=*Repository,*Dao
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

class StockRepository {
public:
    explicit StockRepository(SqlitePool& pool) : pool_(pool) {}
    void take(long item) {
        auto session = pool_.acquire();
        session->execute("UPDATE stock SET n = n - 1 WHERE id = ?", item);
    }

private:
    SqlitePool& pool_;
};

class OrderRepository {
public:
    OrderRepository(SqlitePool& pool, StockRepository& stock) : pool_(pool), stock_(stock) {}
    void place(long item) {
        auto session = pool_.acquire(); // NOTE: "acquired here"
        session->execute("INSERT INTO orders VALUES (?)", item);
        stock_.take(item); // EXPECT: nested-acquire, session-outside-repository
    }

private:
    SqlitePool& pool_;
    StockRepository& stock_;
};
