// what: right: savepoints come and go inside the transaction; the transaction itself is committed or rolled back at the end
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"
#include <pqxx/pqxx>
#include <string>
#include <vector>

int importRows(PGconn *conn, const std::vector<std::string> &rows) {
  int imported = 0;
  if (!pgRun(conn, "BEGIN"))
    return -1;
  for (const std::string &row : rows) {
    if (!pgRun(conn, "SAVEPOINT one_row")) {
      pgRun(conn, "ROLLBACK");
      return -1;
    }
    const char *values[] = {row.c_str()};
    PgResult done(PQexecParams(conn, "INSERT INTO imported(line) VALUES ($1)", 1, nullptr, values, nullptr, nullptr, 0));
    if (PQresultStatus(done.get()) == PGRES_COMMAND_OK) {
      ++imported;
      pgRun(conn, "RELEASE SAVEPOINT one_row");
    } else {
      pgRun(conn, "ROLLBACK TO SAVEPOINT one_row");
    }
  }
  return pgRun(conn, "COMMIT") ? imported : -1;
}

void addWithOptionalAlias(pqxx::connection &conn, const std::string &name, const std::string &alias) {
  pqxx::work tx(conn);
  tx.exec_params("INSERT INTO people(name) VALUES ($1)", name);
  try {
    pqxx::subtransaction sub(tx, "alias");
    sub.exec("INSERT INTO aliases(name) VALUES (" + sub.quote(alias) + ")");
    sub.commit();
  } catch (const pqxx::sql_error &) {
    tx.exec_params("INSERT INTO alias_conflicts(name) VALUES ($1)", alias);
  }
  tx.commit();
}
