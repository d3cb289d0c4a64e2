// what: right: the one connection of a program to its embedded database
#include <sqlite3.h>

static sqlite3* gDb = nullptr;

bool openDatabase(const char* file) { return sqlite3_open(file, &gDb) == SQLITE_OK; }

void closeDatabase() {
    sqlite3_close(gDb);
    gDb = nullptr;
}
