// what: without a transaction each statement stands for itself
#include <SQLiteCpp/SQLiteCpp.h>
#include <iostream>
#include <string>
#include <vector>

void migrate(SQLite::Database& db) {
    try {
        db.exec("ALTER TABLE note ADD COLUMN tag TEXT");
    } catch (const SQLite::Exception&) {
        // there already
    }
    db.exec("UPDATE note SET tag = '' WHERE tag IS NULL");
}
