// what: right: the async task is waited for with get() while the lease lives, and the caller computes something else meanwhile
#include "bg_pqxx_pool.h"
#include <future>
#include <string>
#include <vector>

struct Quote {
  double price = 0;
  double tax = 0;
};

Quote quote(PqxxPool &pool, const std::string &sku, const std::vector<double> &rates) {
  PqxxPool::Lease conn = pool.lease();
  auto price = std::async(std::launch::async, [&conn, &sku] {
    pqxx::read_transaction tx(*conn);
    return tx.exec_params1("SELECT price FROM products WHERE sku = $1", sku)[0].as<double>();
  });
  double rate = 0;
  for (double part : rates)
    rate += part;
  Quote quote;
  quote.price = price.get();
  quote.tax = quote.price * rate;
  return quote;
}

// deferred: runs inside get(), on this thread
long countOf(PqxxPool &pool, const std::string &sku) {
  PqxxPool::Lease conn = pool.lease();
  auto count = std::async(std::launch::deferred, [&] {
    pqxx::read_transaction tx(*conn);
    return tx.exec_params1("SELECT count(*) FROM stock WHERE sku = $1", sku)[0].as<long>();
  });
  return count.get();
}
