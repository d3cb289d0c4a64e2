// what: right: the pool is captured and the detached task takes its own lease; the caller's lease stays with the caller
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <string>
#include <thread>

class OrderEvents {
public:
  explicit OrderEvents(PgConnPool &pool) : pool_(pool) {}

  bool created(const std::string &order) {
    PgLease lease(pool_);
    const char *values[] = {order.c_str()};
    PgRows done(PQexecParams(lease.get(), "INSERT INTO events(order_id) VALUES ($1)", 1, nullptr, values, nullptr, nullptr,
                             0));
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK)
      return false;
    std::thread([&pool = pool_, order] {
      PgLease own(pool);
      const char *key[] = {order.c_str()};
      PgRows updated(PQexecParams(own.get(), "UPDATE orders SET indexed = true WHERE id = $1", 1, nullptr, key, nullptr,
                                  nullptr, 0));
    }).detach();
    return true;
  }

private:
  PgConnPool &pool_;
};
