// what: the connection goes to a thread as std::ref while the caller goes on using it
#include "bg_pqxx_pool.h"
#include <functional>
#include <string>
#include <thread>

static void writeHistory(pqxx::connection &conn, int account) {
  pqxx::work tx(conn);
  tx.exec_params("INSERT INTO history(account) VALUES ($1)", account);
  tx.commit();
}

double closeAccount(PqxxPool &pool, int account) {
  PqxxPool::Lease conn = pool.lease();
  std::thread history(writeHistory, std::ref(*conn), account); // EXPECT: background-task

  double balance = 0;
  {
    pqxx::read_transaction tx(*conn);
    balance = tx.exec_params1("SELECT balance FROM accounts WHERE id = $1", account)[0].as<double>();
  }
  history.join();
  return balance;
}
