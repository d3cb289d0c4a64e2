// what: right, because the unit of work gives its member lease back in finish() before the method waits
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <thread>

namespace kiln_batch {

class FiringUnit {
public:
    explicit FiringUnit(PgPool& pool) : pool_(pool) {}

    void fire() {
        begin();
        PQclear(PQexec(lease_.get(), "UPDATE kilns SET state = 'firing'"));
        finish();
        std::this_thread::sleep_for(std::chrono::hours(6));
        begin();
        PQclear(PQexec(lease_.get(), "UPDATE kilns SET state = 'cold'"));
        finish();
    }

private:
    void begin() { lease_ = pool_.acquire(); }
    void finish() { lease_.release(); }

    PgPool& pool_;
    PgLease lease_;
};

void fire_kiln(PgPool& pool) {
    FiringUnit unit(pool);
    unit.fire();
}

} // namespace kiln_batch
