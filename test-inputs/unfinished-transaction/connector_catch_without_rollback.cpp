// what: the catch block frees everything except the transaction; autocommit stays off on the shared connection
#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <iostream>
#include <memory>
#include <string>

class OrderWriter {
public:
  explicit OrderWriter(sql::Connection &conn) : conn_(conn) {}

  bool write(const std::string &customer, double total) {
    try {
      conn_.setAutoCommit(false); // EXPECT: unfinished-transaction
      std::unique_ptr<sql::PreparedStatement> order(
          conn_.prepareStatement("INSERT INTO orders(customer, total) VALUES (?, ?)"));
      order->setString(1, customer);
      order->setDouble(2, total);
      order->executeUpdate();
      conn_.commit();
      conn_.setAutoCommit(true);
      return true;
    } catch (const sql::SQLException &e) {
      std::cerr << "order of " << customer << ": " << e.what() << '\n';
      return false;
    }
  }

private:
  sql::Connection &conn_;
};
