// what: a prepared statement is stepped after its database was closed
#include <sqlite3.h>

int countRows(const char* file) {
    sqlite3* db = nullptr;
    if (sqlite3_open(file, &db) != SQLITE_OK) {
        sqlite3_close(db);
        return -1;
    }
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db, "SELECT count(*) FROM t", -1, &statement, nullptr);
    sqlite3_close(db);
    int count = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int(statement, 0) : 0; // EXPECT: use-after-release "statement 'statement'"
    sqlite3_finalize(statement);
    return count;
}
