// what: what a pointer leads to is closed already
// flags: -std=c++20
#include <sqlite3.h>

static void shut(sqlite3** db) { sqlite3_close(*db); }

void run() {
    sqlite3* db = nullptr;
    if (sqlite3_open("shop.db", &db) != SQLITE_OK) {
        sqlite3_close(db);
        return;
    }
    sqlite3_exec(db, "VACUUM", nullptr, nullptr, nullptr);
    sqlite3_close(db);
    shut(&db); // EXPECT: use-after-release "a second time"
}
