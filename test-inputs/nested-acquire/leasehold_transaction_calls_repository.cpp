// what: inside pool.transaction() the repository takes a session of its own
#include <leasehold/sqlite.h>
#include <string>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

class Stock {
public:
    explicit Stock(SqlitePool& pool) : pool_(pool) {}

    void reserve(int article) {
        auto session = pool_.acquire();
        session->execute("UPDATE stock SET free = free - 1 WHERE id = ?", article);
    }

    void order(int article) {
        pool_.transaction([&](auto& session) {
            session->execute("INSERT INTO orders VALUES (?)", article);
            reserve(article); // EXPECT: nested-acquire "the same pool 'pool_'"
        });
    }

    void orderRightly(int article) {
        pool_.transaction([&](auto& session) {
            session->execute("INSERT INTO orders VALUES (?)", article);
            session->execute("UPDATE stock SET free = free - 1 WHERE id = ?", article);
        });
        reserve(article);
    }

private:
    SqlitePool& pool_;
};
