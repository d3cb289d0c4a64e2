// what: no handler leaves the function; all meet again at the release.
#include "ua_pqxx_pool.h"
#include <iostream>
#include <string>

bool subscribe(ConnectionPool &pool, int user, const std::string &topic) {
  bool ok = false;
  auto conn = pool.get_connection();
  try {
    pqxx::work txn(*conn);
    txn.exec_params("INSERT INTO subscriptions(user_id, topic) VALUES ($1, $2)", user, topic);
    txn.commit();
    ok = true;
  } catch (const pqxx::unique_violation &) {
    ok = true;
  } catch (const std::exception &e) {
    std::cerr << "subscribe: " << e.what() << '\n';
  }
  pool.return_connection(std::move(conn));
  return ok;
}
