// what: the handler of a function-try-block cannot even see the local variable, so nothing can give the connection back there.
#include "ua_pqxx_pool.h"
#include <iostream>
#include <string>

bool renameTeam(ConnectionPool &pool, int team, const std::string &name) try {
  auto conn = pool.get_connection(); // EXPECT: unguarded-acquire
  {
    pqxx::work txn(*conn);
    txn.exec_params("UPDATE teams SET name = $2 WHERE id = $1", team, name);
    txn.commit();
  }
  pool.return_connection(conn);
  return true;
} catch (const pqxx::failure &e) {
  std::cerr << "renameTeam " << team << ": " << e.what() << '\n';
  return false;
}
