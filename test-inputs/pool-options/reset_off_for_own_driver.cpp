// what: a driver of one's own, without transactions, has nothing to reset
#include <chrono>
#include <leasehold/pool.h>
#include <string>

using namespace std::chrono_literals;

namespace cache {
struct Connection {
    int fd = -1;
};
struct Driver {
    using connection = Connection;
    Connection open(leasehold::Deadline until);
    bool ping(Connection&, leasehold::Deadline until);
    bool broken(const Connection&) noexcept;
    bool in_transaction(const Connection&) noexcept;
    void begin(Connection&);
    void commit(Connection&);
    void rollback(Connection&);
};
} // namespace cache

void serve(leasehold::Pool<cache::Driver>& pool);

void run() {
    leasehold::Options o;
    o.reset_on_return = leasehold::Reset::none;
    o.pool_recycle = 24h;
    leasehold::Pool pool(cache::Driver{}, o);
    serve(pool);
}
