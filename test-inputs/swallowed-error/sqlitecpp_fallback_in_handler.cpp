// what: the handler deals with the failure by another statement
#include <SQLiteCpp/SQLiteCpp.h>
#include <iostream>
#include <string>
#include <vector>

void put(SQLite::Database& db, const std::string& key) {
    SQLite::Transaction tx(db);
    try {
        db.exec("INSERT INTO hit VALUES ('" + key + "', 1)");
    } catch (const SQLite::Exception&) {
        db.exec("UPDATE hit SET n = n + 1 WHERE k = '" + key + "'");
    }
    tx.commit();
}
