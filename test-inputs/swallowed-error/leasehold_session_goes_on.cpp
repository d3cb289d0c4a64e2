// what: leasehold: the stock update fails, the order is written and committed
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
    } catch (const leasehold::Error& e) { // EXPECT: swallowed-error
        std::cerr << "no stock: " << e.what() << '\n';
    }
    session->execute("INSERT INTO orders VALUES (?)", item);
    transaction.commit();
}
