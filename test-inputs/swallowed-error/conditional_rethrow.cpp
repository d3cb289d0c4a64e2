// what: the handler swallows one kind of failure and throws the others on
#include <SQLiteCpp/SQLiteCpp.h>
#include <iostream>
#include <string>
#include <vector>

void put(SQLite::Database& db, const std::string& key) {
    SQLite::Transaction tx(db);
    try {
        db.exec("INSERT INTO hit VALUES ('" + key + "')");
    } catch (const SQLite::Exception& e) {
        if (e.getErrorCode() != 19)
            throw;
    }
    tx.commit();
}
