// what: right: the helper takes a session only when it is not given one
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <string>

class Journal {
public:
    explicit Journal(PgPool& pool) : pool_(pool) {}

    void write(const std::string& line, PGconn* given = nullptr) {
        if (given == nullptr) {
            PgLease session = pool_.acquire();
            insert(session.get(), line);
            return;
        }
        insert(given, line);
    }

    void transfer() {
        PgLease session = pool_.acquire();
        PQclear(PQexec(session.get(), "UPDATE accounts SET n = 0"));
        write("transfer", session.get());
    }

private:
    static void insert(PGconn* conn, const std::string& line) {
        PQclear(PQexec(conn, ("INSERT INTO journal VALUES ('" + line + "')").c_str()));
    }
    PgPool& pool_;
};
