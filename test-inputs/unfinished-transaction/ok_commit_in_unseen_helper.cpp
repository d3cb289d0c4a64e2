// what: right: the helper that ends the transaction is defined elsewhere; it receives the transaction, so it may well commit
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"
#include <pqxx/pqxx>
#include <string>

void publish(pqxx::work &tx, const std::string &topic);
bool endTransaction(PGconn *conn, bool keep) noexcept;

void rename(pqxx::connection &conn, long user, const std::string &name) {
  pqxx::work tx(conn);
  tx.exec_params("UPDATE users SET name = $2 WHERE id = $1", user, name);
  publish(tx, "user.renamed");
}

bool deactivate(PgStore &store, const std::string &user) {
  PgCheckout conn(store);
  if (!pgRun(conn, "BEGIN"))
    return false;
  const char *values[] = {user.c_str()};
  PgResult done(PQexecParams(conn, "UPDATE users SET active = false WHERE id = $1", 1, nullptr, values, nullptr, nullptr, 0));
  return endTransaction(conn, PQresultStatus(done.get()) == PGRES_COMMAND_OK);
}
