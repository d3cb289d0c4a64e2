// what: right, because the service keeps only the pool and a repository, and its loop sleeps between short leases
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <atomic>
#include <chrono>
#include <thread>

namespace expiry_service {

class TokenRepository {
public:
    explicit TokenRepository(PgPool& pool) : pool_(pool) {}

    void remove_expired() {
        PgLease lease = pool_.acquire();
        PQclear(PQexec(lease.get(), "DELETE FROM tokens WHERE expires < now()"));
    }

private:
    PgPool& pool_;
};

class ExpiryService {
public:
    explicit ExpiryService(PgPool& pool) : pool_(pool), tokens_(pool) {}

    void run() {
        while (!stopped_) {
            tokens_.remove_expired();
            {
                PgLease lease = pool_.acquire();
                PQclear(PQexec(lease.get(), "UPDATE jobs SET last_run = now()"));
            }
            std::this_thread::sleep_for(std::chrono::seconds(30));
        }
    }
    void stop() { stopped_ = true; }

private:
    PgPool& pool_;
    TokenRepository tokens_;
    std::atomic<bool> stopped_{false};
};

} // namespace expiry_service
