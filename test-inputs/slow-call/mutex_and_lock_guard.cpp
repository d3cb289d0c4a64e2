// what: right, because taking an ordinary mutex for a moment is not a slow call
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>

namespace name_cache {

class Names {
public:
    explicit Names(PgPool& pool) : pool_(pool) {}

    std::string find(const std::string& id) {
        PgLease lease = pool_.acquire();
        std::lock_guard<std::mutex> lock(mutex_);
        const auto cached = names_.find(id);
        if (cached != names_.end())
            return cached->second;
        const char* values[] = {id.c_str()};
        PGresult* rows = PQexecParams(lease.get(), "SELECT name FROM people WHERE id = $1", 1, nullptr, values, nullptr, nullptr, 0);
        const std::string name = PQntuples(rows) > 0 ? PQgetvalue(rows, 0, 0) : "";
        PQclear(rows);
        names_[id] = name;
        std::unique_lock<std::shared_mutex> exclusive(stats_mutex_, std::defer_lock);
        exclusive.lock();
        ++misses_;
        return name;
    }

private:
    PgPool& pool_;
    std::mutex mutex_;
    std::shared_mutex stats_mutex_;
    std::map<std::string, std::string> names_;
    int misses_ = 0;
};

} // namespace name_cache
