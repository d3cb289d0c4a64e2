// what: an early return, and every exception, leaks the connection.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "InvoiceExport.h"

#include "Sql.h"

std::optional<std::string> InvoiceExport::invoice(long order) {
  PGconn *connection = pool_.acquire(); // EXPECT: unguarded-acquire
  Rows rows = query(connection, "SELECT customer, total FROM invoices WHERE order_id = $1",
                    {std::to_string(order)});
  if (rows.size() == 0)
    return std::nullopt;
  std::string line = rows.text(0, 0) + ';' + rows.text(0, 1);
  pool_.release(connection);
  return line;
}
