// what: right: the first session lives in a scope of its own
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>
#include <vector>

class Digest {
public:
    explicit Digest(PgPool& pool) : pool_(pool) {}

    void send() {
        std::vector<std::string> names;
        {
            PgLease session = pool_.acquire();
            PGresult* rows = PQexec(session.get(), "SELECT name FROM readers");
            for (int i = 0; i < PQntuples(rows); ++i)
                names.emplace_back(PQgetvalue(rows, i, 0));
            PQclear(rows);
        }
        for (const std::string& name : names)
            mark(name);
    }

private:
    void mark(const std::string& name) {
        PgLease session = pool_.acquire();
        PQclear(PQexec(session.get(), ("UPDATE readers SET sent = true WHERE name = '" + name + "'").c_str()));
    }
    PgPool& pool_;
};
