// what: leasehold: after the handler nothing uses the session; the transaction rolls back by itself
#include <iostream>
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void place(SqlitePool& pool, long item) {
    auto session = pool.acquire();
    auto transaction = session.begin();
    try {
        session->execute("UPDATE stock SET n = n - 1 WHERE id = ?", item);
        transaction.commit();
    } catch (const leasehold::Error& e) {
        std::cerr << "no stock: " << e.what() << '\n';
    }
}

void place_all(SqlitePool& pool, const std::vector<long>& items) {
    for (long item : items) {
        try {
            auto session = pool.acquire();
            auto transaction = session.begin();
            session->execute("UPDATE stock SET n = n - 1 WHERE id = ?", item);
            transaction.commit();
        } catch (const leasehold::Error& e) {
            std::cerr << "no stock: " << e.what() << '\n';
        }
    }
}
