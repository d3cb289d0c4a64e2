// what: an exception cannot leave a noexcept function: it ends the process, it does not leak the connection.
#include "ua_pqxx_pool.h"
#include <string>

class Presence {
public:
  explicit Presence(ConnectionPool &pool) : pool_(pool) {}

  void seen(int user) noexcept {
    auto conn = pool_.get_connection();
    {
      pqxx::work txn(*conn);
      txn.exec_params("UPDATE users SET last_seen = now() WHERE id = $1", user);
      txn.commit();
    }
    pool_.return_connection(conn);
  }

private:
  ConnectionPool &pool_;
};
