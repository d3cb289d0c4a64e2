// what: a guard gives the connection back on every path.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "InvoiceExport.h"

#include "Sql.h"

std::optional<std::string> InvoiceExport::invoice(long order) {
  Session session(pool_);
  Rows rows = query(session.get(), "SELECT customer, total FROM invoices WHERE order_id = $1",
                    {std::to_string(order)});
  if (rows.size() == 0)
    return std::nullopt;
  return rows.text(0, 0) + ';' + rows.text(0, 1);
}
