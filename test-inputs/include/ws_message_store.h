// A repository: it keeps the pool and borrows a connection for each call.
#pragma once

#include "ws_pg_pool.h"

#include <string>

class MessageStore {
public:
    explicit MessageStore(DbPool& pool) : pool_(pool) {}

    void save(const std::string& text) {
        DbLease lease = pool_.acquire();
        pg_run(lease.get(), "INSERT INTO messages(body) VALUES($1)", text);
    }

    bool known(const std::string& token) {
        DbLease lease = pool_.acquire();
        return pg_run(lease.get(), "SELECT 1 FROM tokens WHERE token = $1", token);
    }

private:
    DbPool& pool_;
};
