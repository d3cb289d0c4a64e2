// what: `continue` starts the next BEGIN inside the transaction that the last round left open
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"
#include <string>
#include <vector>

struct Shipment {
  std::string id;
  std::vector<std::string> parcels;
};

int ship(PGconn *conn, const std::vector<Shipment> &shipments) {
  int shipped = 0;
  for (const Shipment &shipment : shipments) {
    if (shipment.id.empty())
      continue;
    if (!pgRun(conn, "BEGIN")) // EXPECT: unfinished-transaction
      return shipped;
    const char *id[] = {shipment.id.c_str()};
    PgResult row(PQexecParams(conn, "SELECT 1 FROM shipments WHERE id = $1 FOR UPDATE", 1, nullptr, id, nullptr, nullptr, 0));
    if (PQntuples(row.get()) == 0)
      continue;
    for (const std::string &parcel : shipment.parcels) {
      const char *values[] = {shipment.id.c_str(), parcel.c_str()};
      PgResult put(PQexecParams(conn, "INSERT INTO parcels VALUES ($1, $2)", 2, nullptr, values, nullptr, nullptr, 0));
    }
    if (pgRun(conn, "COMMIT"))
      ++shipped;
  }
  return shipped;
}
