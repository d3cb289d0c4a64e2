// what: the request's lease is captured by reference in a detached thread and is back in the pool while the thread still writes
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <string>
#include <thread>

struct OrderRequest {
  std::string id;
  std::string customer;
};

class OrderHandler {
public:
  explicit OrderHandler(PgConnPool &pool) : pool_(pool) {}

  int create(const OrderRequest &request) {
    PgLease lease(pool_); // NOTE: "acquired"
    const char *values[] = {request.id.c_str(), request.customer.c_str()};
    PgRows inserted(PQexecParams(lease.get(), "INSERT INTO orders(id, customer) VALUES ($1, $2)", 2, nullptr, values,
                                 nullptr, nullptr, 0));
    if (PQresultStatus(inserted.get()) != PGRES_COMMAND_OK)
      return 500;

    std::thread([&lease, id = request.id] { // EXPECT: background-task
      const char *key[] = {id.c_str()};
      PgRows done(PQexecParams(lease.get(), "UPDATE orders SET indexed = true WHERE id = $1", 1, nullptr, key, nullptr,
                               nullptr, 0));
    }).detach();
    return 201;
  }

private:
  PgConnPool &pool_;
};
