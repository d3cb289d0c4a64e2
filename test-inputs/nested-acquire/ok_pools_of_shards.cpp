// what: right: the pools of two shards, out of an array
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <memory>
#include <vector>

class Shards {
public:
    void move(std::size_t from, std::size_t to) {
        PgLease source = pools_[from]->acquire();
        PgLease target = pools_[to]->acquire();
        PQclear(PQexec(source.get(), "DELETE FROM moved"));
        PQclear(PQexec(target.get(), "INSERT INTO moved VALUES (1)"));
    }

    void vacuum() {
        for (auto& pool : pools_) {
            PgLease session = pool->acquire();
            PQclear(PQexec(session.get(), "VACUUM"));
        }
    }

private:
    std::vector<std::unique_ptr<PgPool>> pools_;
};
