// what: a known limit: pool.transaction() opened it, which the callable cannot be seen to work in
#include <iostream>
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void place(SqlitePool& pool, long item) {
    pool.transaction([item](auto& session) {
        try {
            session->execute("UPDATE stock SET n = n - 1 WHERE id = ?", item);
        } catch (const leasehold::Error& e) { // MISS: swallowed-error
            std::cerr << e.what() << '\n';
        }
        session->execute("INSERT INTO orders VALUES (?)", item);
    });
}
