// what: right enough: finalizing and freeing after close is tidying up
#include <sqlite3.h>

void run(const char* file) {
    sqlite3* db = nullptr;
    if (sqlite3_open(file, &db) != SQLITE_OK) {
        sqlite3_close_v2(db);
        return;
    }
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db, "DELETE FROM t", -1, &statement, nullptr);
    sqlite3_step(statement);
    sqlite3_close_v2(db);
    sqlite3_finalize(statement);
}
