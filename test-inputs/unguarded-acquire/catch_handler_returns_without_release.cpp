// what: the connection is given back at the end of the try block only; the handlers log and return.
#include "ua_pqxx_pool.h"
#include <iostream>
#include <string>

class MessageRepository {
public:
  explicit MessageRepository(ConnectionPool &pool) : pool_(pool) {}

  bool remove(const std::string &uuid) {
    try {
      auto conn = pool_.get_connection(); // EXPECT: unguarded-acquire
      pqxx::work txn(*conn);
      auto result = txn.exec_params("DELETE FROM messages WHERE id = $1", uuid);
      txn.commit();
      pool_.return_connection(conn);
      return result.affected_rows() > 0;
    } catch (const std::exception &e) {
      std::cerr << "[MessageRepository] remove failed: " << e.what() << std::endl;
      return false;
    }
  }

  bool markRead(const std::string &uuid) {
    auto conn = pool_.get_connection(); // EXPECT: unguarded-acquire
    try {
      pqxx::work txn(*conn);
      txn.exec_params("UPDATE messages SET is_read = true WHERE id = $1", uuid);
      txn.commit();
    } catch (const pqxx::sql_error &e) {
      std::cerr << "query: " << e.query() << std::endl;
      pool_.return_connection(conn);
      return false;
    } catch (const std::exception &e) {
      std::cerr << "[MessageRepository] markRead failed: " << e.what() << std::endl;
      return false;
    }
    pool_.return_connection(conn);
    return true;
  }

private:
  ConnectionPool &pool_;
};
