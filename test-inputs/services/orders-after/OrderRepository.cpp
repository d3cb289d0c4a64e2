// what: every path commits, or is rolled back by the transaction's destructor.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "OrderRepository.h"

#include "Sql.h"

std::optional<long> OrderRepository::place(const Order &order) {
  Session session(pool_);
  Transaction transaction(session.get());
  Rows stock =
      query(session.get(), "SELECT amount FROM stock WHERE sku = $1 FOR UPDATE", {order.sku});
  if (stock.size() == 0 || stock.number(0, 0) < order.amount)
    return std::nullopt;
  query(session.get(), "UPDATE stock SET amount = amount - $1 WHERE sku = $2",
        {std::to_string(order.amount), order.sku});
  Rows placed =
      query(session.get(), "INSERT INTO orders (customer, sku) VALUES ($1, $2) RETURNING id",
            {order.customer, order.sku});
  transaction.commit();
  return placed.number(0, 0);
}

std::string OrderRepository::attachment_directory(long order) {
  Session session(pool_);
  Rows rows =
      query(session.get(), "SELECT directory FROM orders WHERE id = $1", {std::to_string(order)});
  return rows.size() == 0 ? std::string() : rows.text(0, 0);
}

void OrderRepository::add_attachment(long order, const std::string &path) {
  Session session(pool_);
  query(session.get(), "INSERT INTO attachments (order_id, path) VALUES ($1, $2)",
        {std::to_string(order), path});
}

void OrderRepository::set_state(long order, const std::string &state) {
  Session session(pool_);
  query(session.get(), "UPDATE orders SET state = $1 WHERE id = $2",
        {state, std::to_string(order)});
}
