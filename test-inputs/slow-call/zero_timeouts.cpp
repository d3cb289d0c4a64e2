// what: right, because waits with timeout zero only ask: wait_for(0s), wait_for(0ms), poll with timeout 0
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <poll.h>

#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>

namespace cancel_probe {

bool store_progress(PgPool& pool, std::future<void>& cancelled, int control_fd, std::mutex& mutex, std::condition_variable& paused,
                    const bool& is_paused) {
    PgLease lease = pool.acquire();
    if (cancelled.wait_for(std::chrono::seconds(0)) == std::future_status::ready)
        return false;
    {
        std::unique_lock<std::mutex> lock(mutex);
        if (paused.wait_for(lock, std::chrono::milliseconds(0), [&] { return is_paused; }))
            return false;
    }
    pollfd control{control_fd, POLLIN, 0};
    if (::poll(&control, 1, 0) > 0)
        return false;
    PQclear(PQexec(lease.get(), "UPDATE jobs SET progress = progress + 1"));
    return true;
}

} // namespace cancel_probe
