// what: withdraw() gives the connection back on failure and on success, but not when the balance is too low.
#include "ua_mysql_pool.h"
#include <cstdlib>
#include <string>

class AccountService {
public:
  explicit AccountService(MysqlPool &pool) : pool_(pool) {}

  bool withdraw(long account, long amount) {
    MYSQL *conn = pool_.getConnection(); // EXPECT: unguarded-acquire
    std::string query = "SELECT balance FROM accounts WHERE id = " + std::to_string(account);
    if (mysql_query(conn, query.c_str()) != 0) {
      pool_.releaseConnection(conn);
      return false;
    }
    MYSQL_RES *rows = mysql_store_result(conn);
    MYSQL_ROW row = rows ? mysql_fetch_row(rows) : nullptr;
    long balance = row ? std::strtol(row[0], nullptr, 10) : 0;
    mysql_free_result(rows);

    if (balance < amount)
      return false; // NOTE: "here"

    std::string update = "UPDATE accounts SET balance = balance - " + std::to_string(amount) +
                         " WHERE id = " + std::to_string(account);
    bool done = mysql_query(conn, update.c_str()) == 0;
    pool_.releaseConnection(conn);
    return done;
  }

private:
  MysqlPool &pool_;
};
