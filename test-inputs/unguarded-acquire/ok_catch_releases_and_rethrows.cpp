// what: catch (...) gives the connection back and throws on.
#include "ua_pqxx_pool.h"
#include <string>
#include <vector>

std::vector<std::string> listChannels(ConnectionPool &pool, int workspace) {
  auto conn = pool.get_connection();
  std::vector<std::string> names;
  try {
    pqxx::read_transaction txn(*conn);
    for (const auto &row : txn.exec_params("SELECT name FROM channels WHERE workspace = $1", workspace))
      names.push_back(row[0].c_str());
  } catch (...) {
    pool.return_connection(conn);
    throw;
  }
  pool.return_connection(conn);
  return names;
}
