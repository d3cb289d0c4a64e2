// what: exec_params and commit throw on any database failure; return_connection is then skipped and the pool shrinks.
#include "ua_pqxx_pool.h"
#include <string>

struct Order {
  int customer;
  std::string item;
  int quantity;
};

class OrderRepository {
public:
  explicit OrderRepository(ConnectionPool &pool) : pool_(pool) {}

  int insert(const Order &order) {
    auto conn = pool_.get_connection(); // EXPECT: unguarded-acquire
    pqxx::result rows;
    {
      pqxx::work txn(*conn);
      rows = txn.exec_params("INSERT INTO orders(customer, item, quantity) VALUES ($1, $2, $3) RETURNING id",
                             order.customer, order.item, order.quantity);
      txn.commit();
    }
    pool_.return_connection(conn);
    return rows[0][0].as<int>();
  }

private:
  ConnectionPool &pool_;
};
