// what: a retry loop that begins a new transaction each time
#include <SQLiteCpp/SQLiteCpp.h>
#include <iostream>
#include <string>
#include <vector>

bool save(SQLite::Database& db, const std::string& text) {
    for (int attempt = 0; attempt < 3; ++attempt) {
        try {
            SQLite::Transaction tx(db);
            db.exec("INSERT INTO note VALUES ('" + text + "')");
            tx.commit();
            return true;
        } catch (const SQLite::Exception& e) {
            std::cerr << "attempt " << attempt << ": " << e.what() << '\n';
        }
    }
    return false;
}
