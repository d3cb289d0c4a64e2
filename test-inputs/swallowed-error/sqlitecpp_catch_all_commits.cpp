// what: everything is caught, and the half that worked is committed
#include <SQLiteCpp/SQLiteCpp.h>
#include <iostream>
#include <string>
#include <vector>

void move_money(SQLite::Database& db, int from, int to, int amount) {
    SQLite::Transaction tx(db);
    try {
        db.exec("UPDATE account SET n = n - " + std::to_string(amount) + " WHERE id = " + std::to_string(from));
        db.exec("UPDATE account SET n = n + " + std::to_string(amount) + " WHERE id = " + std::to_string(to));
    } catch (...) { // EXPECT: swallowed-error
        std::cerr << "transfer failed\n";
    }
    tx.commit();
}
