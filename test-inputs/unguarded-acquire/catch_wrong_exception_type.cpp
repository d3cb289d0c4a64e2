// what: the handler that gives the connection back only catches std::invalid_argument; pqxx does not throw that for a failed query.
#include "ua_pqxx_pool.h"
#include <iostream>
#include <stdexcept>
#include <string>

int countOpenTickets(ConnectionPool &pool, const std::string &queue) {
  auto conn = pool.get_connection(); // EXPECT: unguarded-acquire
  int open = 0;
  try {
    pqxx::read_transaction txn(*conn);
    auto row = txn.exec_params("SELECT count(*) FROM tickets WHERE queue = $1 AND closed_at IS NULL", queue);
    open = std::stoi(row[0][0].c_str());
  } catch (const std::invalid_argument &e) {
    std::cerr << "bad count for " << queue << ": " << e.what() << '\n';
    pool.return_connection(conn);
    return -1;
  }
  pool.return_connection(conn);
  return open;
}
