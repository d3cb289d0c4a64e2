// what: a transaction begun by hand stays open when there is too little in stock.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "OrderRepository.h"

std::optional<long> OrderRepository::place(const Order &order) {
  PQclear(PQexec(connection_, "BEGIN")); // EXPECT: unfinished-transaction
  Rows stock =
      query(connection_, "SELECT amount FROM stock WHERE sku = $1 FOR UPDATE", {order.sku});
  if (stock.size() == 0 || stock.number(0, 0) < order.amount)
    return std::nullopt; // the row stays locked for whoever gets this connection next
  query(connection_, "UPDATE stock SET amount = amount - $1 WHERE sku = $2",
        {std::to_string(order.amount), order.sku});
  Rows placed =
      query(connection_, "INSERT INTO orders (customer, sku) VALUES ($1, $2) RETURNING id",
            {order.customer, order.sku});
  PQclear(PQexec(connection_, "COMMIT"));
  return placed.number(0, 0);
}

std::string OrderRepository::attachment_directory(long order) {
  Rows rows =
      query(connection_, "SELECT directory FROM orders WHERE id = $1", {std::to_string(order)});
  return rows.size() == 0 ? std::string() : rows.text(0, 0);
}

void OrderRepository::add_attachment(long order, const std::string &path) {
  query(connection_, "INSERT INTO attachments (order_id, path) VALUES ($1, $2)",
        {std::to_string(order), path});
}

void OrderRepository::set_state(long order, const std::string &state) {
  query(connection_, "UPDATE orders SET state = $1 WHERE id = $2", {state, std::to_string(order)});
}
