// what: the session is back before the other repository is asked
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
        {
            auto session = pool_.acquire();
            session->execute("INSERT INTO orders VALUES (?)", item);
        }
        stock_.take(item);
    }
    void cancel(long item) {
        stock_.take(-item);
        auto session = pool_.acquire();
        session->execute("DELETE FROM orders WHERE item = ?", item);
    }

private:
    SqlitePool& pool_;
    StockRepository& stock_;
};
