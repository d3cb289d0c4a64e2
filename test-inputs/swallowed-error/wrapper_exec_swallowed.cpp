// what: the hand-written wrapper throws a class of its own; BEGIN and COMMIT are texts
#include "txn_sqlite_db.h"
#include <iostream>

void purge(Database& db) {
    db.exec("BEGIN IMMEDIATE"); // EXPECT: unfinished-transaction
    try {
        db.exec("DELETE FROM old_line");
    } catch (const std::exception& e) { // EXPECT: swallowed-error
        std::cerr << e.what() << '\n';
    }
    db.exec("COMMIT");
}

void purge_rightly(Database& db) {
    db.exec("BEGIN IMMEDIATE");
    try {
        db.exec("DELETE FROM old_line");
        db.exec("COMMIT");
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        sqlite3_exec(db.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}
