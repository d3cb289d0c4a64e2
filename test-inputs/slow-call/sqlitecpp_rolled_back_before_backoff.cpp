// what: right, because SQLite::Transaction rolled back when the try block was left; only the embedded Database object lives on
#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <string>
#include <thread>

namespace playlist_store {

bool save(SQLite::Database& db, const std::string& title) {
    for (int attempt = 0; attempt < 3; ++attempt) {
        try {
            SQLite::Transaction transaction(db);
            SQLite::Statement insert(db, "INSERT INTO playlists(title) VALUES(?)");
            insert.bind(1, title);
            insert.exec();
            transaction.commit();
            return true;
        } catch (const SQLite::Exception& e) {
            if (e.getErrorCode() != 5)
                throw;
            std::this_thread::sleep_for(std::chrono::milliseconds(150));
        }
    }
    return false;
}

} // namespace playlist_store
