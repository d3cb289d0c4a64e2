// what: a savepoint around what may fail, set and rolled back by SQL text
#include <SQLiteCpp/SQLiteCpp.h>
#include <iostream>
#include <string>
#include <vector>

void import(SQLite::Database& db, const std::vector<std::string>& lines) {
    SQLite::Transaction tx(db);
    for (const std::string& line : lines) {
        db.exec("SAVEPOINT one");
        try {
            db.exec("INSERT INTO line VALUES ('" + line + "')");
            db.exec("RELEASE one");
        } catch (const SQLite::Exception& e) {
            std::cerr << e.what() << '\n';
            db.exec("ROLLBACK TO one");
        }
    }
    tx.commit();
}
