// what: right, because an open SQLite handle holds nothing scarce: the transaction was committed or never begun when the thread sleeps
#include <sqlite3.h>
#include <unistd.h>

namespace sensor_cache {

int flush(const char* path, const char* insert) {
    sqlite3* db = nullptr;
    int rc = sqlite3_open(path, &db);
    if (rc != SQLITE_OK) {
        sqlite3_close(db);
        return rc;
    }
    while ((rc = sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr)) == SQLITE_BUSY)
        usleep(250 * 1000);
    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(db, insert, nullptr, nullptr, nullptr);
        if (rc == SQLITE_OK)
            rc = sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
        if (rc != SQLITE_OK)
            sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
    }
    sleep(1);
    sqlite3_close(db);
    return rc;
}

void wait_for_reader(sqlite3* db) {
    sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    sleep(1);
}

} // namespace sensor_cache
