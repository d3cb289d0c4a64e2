// what: an embedded SQLite handle is not scarce, but an open write transaction locks the whole database during the sleep
#include <sqlite3.h>
#include <unistd.h>

namespace tally_sheet {

bool close_period(const char* path) {
    sqlite3* db = nullptr;
    if (sqlite3_open(path, &db) != SQLITE_OK) {
        sqlite3_close(db);
        return false;
    }
    if (sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) != SQLITE_OK) {
        sqlite3_close(db);
        return false;
    }
    const int rc = sqlite3_exec(db, "UPDATE periods SET closed = 1", nullptr, nullptr, nullptr);
    sleep(1); // EXPECT: slow-call "sleeps"
    bool done = false;
    if (rc == SQLITE_OK) {
        done = sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK;
        if (!done)
            sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
    } else {
        sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
    }
    sqlite3_close(db);
    return done;
}

} // namespace tally_sheet
