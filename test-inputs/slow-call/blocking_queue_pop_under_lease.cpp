// what: a worker takes its connection once and then waits in a hand-written queue, so each worker occupies one for ever
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"
#include "slow_queue.h"

#include <string>

namespace audit_writer {

struct AuditEvent {
    std::string user;
    std::string action;
    bool last = false;
};

void write_events(PgPool& pool, BlockingQueue<AuditEvent>& events) {
    PgLease lease = pool.acquire();
    for (;;) {
        const AuditEvent event = events.pop(); // EXPECT: slow-call
        if (event.last)
            break;
        const char* values[] = {event.user.c_str(), event.action.c_str()};
        PQclear(PQexecParams(lease.get(), "INSERT INTO audit(who, what) VALUES($1, $2)", 2, nullptr, values, nullptr, nullptr, 0));
    }
}

} // namespace audit_writer
