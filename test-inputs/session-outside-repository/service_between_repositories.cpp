// what: a service that calls two repositories, one after the other, holds nothing
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
    explicit OrderRepository(SqlitePool& pool) : pool_(pool) {}
    void place(long item) {
        auto session = pool_.acquire();
        session->execute("INSERT INTO orders VALUES (?)", item);
    }

private:
    SqlitePool& pool_;
};

class Checkout {
public:
    Checkout(OrderRepository& orders, StockRepository& stock) : orders_(orders), stock_(stock) {}
    void buy(long item) {
        orders_.place(item);
        stock_.take(item);
    }

private:
    OrderRepository& orders_;
    StockRepository& stock_;
};
