// what: the id comes back from INSERT ... RETURNING and everything looks fine, but nothing is committed
#include <pqxx/pqxx>
#include <string>

long addDevice(pqxx::connection &conn, const std::string &serial, const std::string &model) {
  pqxx::work tx(conn); // EXPECT: unfinished-transaction
  const pqxx::result known = tx.exec_params("SELECT id FROM devices WHERE serial = $1", serial);
  if (!known.empty())
    return known[0][0].as<long>();
  const pqxx::row row =
      tx.exec_params1("INSERT INTO devices(serial, model) VALUES ($1, $2) RETURNING id", serial, model);
  return row[0].as<long>();
}
