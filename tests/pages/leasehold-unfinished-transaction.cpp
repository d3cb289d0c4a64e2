#include "service.h"
#include <pqxx/pqxx>

long stock(PGconn *connection, const std::string &sku) {
  return std::stol(query(connection, "SELECT amount FROM stock WHERE sku = $1", sku).text(0, 0));
}
long stock(pqxx::work &transaction, const std::string &sku);

class Orders {
public:
  bool place(PGconn *connection, const Order &order);
  bool place(pqxx::connection &connection, const Order &order);
};

#include "example.h"
