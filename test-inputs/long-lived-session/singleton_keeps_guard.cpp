// what: a singleton takes a session in its constructor
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

PgPool& pool();

class Settings {
public:
    static Settings& instance() {
        static Settings settings;
        return settings;
    }
    std::string get(const std::string& key) {
        PGresult* rows = PQexec(session_.get(), ("SELECT value FROM settings WHERE key = '" + key + "'").c_str());
        std::string value = PQntuples(rows) > 0 ? PQgetvalue(rows, 0, 0) : "";
        PQclear(rows);
        return value;
    }

private:
    Settings() : session_(pool().acquire()) {} // EXPECT: long-lived-session "member of 'Settings'"
    PgLease session_;
};
