// what: an embedded handle is not scarce; its open write transaction is
#include "co_task.h"

#include <sqlite3.h>

Task<std::string> next_line();

Task<void> tally(sqlite3* db) {
    std::string line = co_await next_line();
    sqlite3_exec(db, line.c_str(), nullptr, nullptr, nullptr);
}

Task<void> tally_all(sqlite3* db) {
    sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    std::string line = co_await next_line(); // EXPECT: suspend "with an open transaction"
    sqlite3_exec(db, line.c_str(), nullptr, nullptr, nullptr);
    sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
}
