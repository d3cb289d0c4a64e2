// what: an open transaction is used by the async task and by the caller at the same time
#include "bg_pqxx_pool.h"
#include <future>
#include <string>
#include <vector>

struct Line {
  std::string sku;
  int quantity;
};

void placeOrder(PqxxPool &pool, long order, const std::vector<Line> &lines) {
  PqxxPool::Lease conn = pool.lease();
  pqxx::work tx(*conn);
  auto stock = std::async(std::launch::async, [&tx, &lines] { // EXPECT: background-task
    for (const Line &line : lines)
      tx.exec_params("UPDATE stock SET quantity = quantity - $2 WHERE sku = $1", line.sku, line.quantity);
  });
  for (const Line &line : lines)
    tx.exec_params("INSERT INTO order_lines(order_id, sku, quantity) VALUES ($1, $2, $3)", order, line.sku, line.quantity);
  stock.get();
  tx.commit();
}
