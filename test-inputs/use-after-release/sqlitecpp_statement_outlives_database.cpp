// what: a statement is kept beyond the scope of its database
#include <SQLiteCpp/SQLiteCpp.h>
#include <memory>
#include <string>

int latest(const std::string& file) {
    std::unique_ptr<SQLite::Statement> query;
    {
        SQLite::Database db(file);
        query = std::make_unique<SQLite::Statement>(db, "SELECT max(id) FROM events");
    }
    return query->executeStep() ? 1 : 0; // EXPECT: use-after-release
}
