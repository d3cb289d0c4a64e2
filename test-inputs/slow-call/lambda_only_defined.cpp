// what: right, because the sleeping lambda is only defined and stored under the lease; it runs later, when the lease has ended
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace deferred_mail {

class Outbox {
public:
    void later(std::function<void()> action) { actions_.push_back(std::move(action)); }
    void flush() {
        for (auto& action : actions_)
            action();
        actions_.clear();
    }

private:
    std::vector<std::function<void()>> actions_;
};

void sign_up(PgPool& pool, Outbox& outbox, const std::string& name) {
    const auto linger = [] { std::this_thread::sleep_for(std::chrono::seconds(3)); };
    {
        PgLease lease = pool.acquire();
        const char* values[] = {name.c_str()};
        PQclear(PQexecParams(lease.get(), "INSERT INTO members(name) VALUES($1)", 1, nullptr, values, nullptr, nullptr, 0));
        outbox.later([name] { std::this_thread::sleep_for(std::chrono::seconds(name.size())); });
        outbox.later(linger);
    }
    outbox.flush();
    linger();
}

} // namespace deferred_mail
