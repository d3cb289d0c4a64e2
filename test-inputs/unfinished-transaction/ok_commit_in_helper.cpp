// what: right: a helper receives the transaction and commits it
#include <pqxx/pqxx>
#include <string>

class OrderBook {
public:
  explicit OrderBook(pqxx::connection &conn) : conn_(conn) {}

  void add(const std::string &sku, int quantity) {
    pqxx::work tx(conn_);
    tx.exec_params("INSERT INTO orders(sku, quantity) VALUES ($1, $2)", sku, quantity);
    finish(tx, "add");
  }

  void cancel(long id) {
    pqxx::work tx(conn_);
    tx.exec_params("UPDATE orders SET cancelled = true WHERE id = $1", id);
    finish(tx, "cancel");
  }

private:
  static void finish(pqxx::work &tx, const std::string &event) {
    tx.exec_params("INSERT INTO order_events(name) VALUES ($1)", event);
    tx.commit();
  }

  pqxx::connection &conn_;
};
