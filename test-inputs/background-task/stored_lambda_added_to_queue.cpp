// what: the lambda is first a local variable; adding it to the hand-written queue hands the connection over
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "bg_mysql_pool.h"
#include "bg_work_queue.h"
#include <string>

class PaymentGateway {
public:
  PaymentGateway(std::shared_ptr<MySqlConnections> db, WorkQueue &later) : db_(std::move(db)), later_(later) {}

  bool capture(long payment) {
    auto conn = db_->getConnection();
    const std::string id = std::to_string(payment);
    if (mysql_query(conn.get(), ("UPDATE payments SET state = 'captured' WHERE id = " + id).c_str()) != 0)
      return false;
    MYSQL *raw = conn.get();
    auto notify = [raw, id] {
      mysql_query(raw, ("INSERT INTO notifications(payment_id) VALUES (" + id + ")").c_str());
    };
    if (mysql_affected_rows(raw) == 1)
      later_.add(notify); // EXPECT: background-task
    return true;
  }

  void refund(long payment) {
    auto conn = db_->getConnection();
    later_.submit([=] { // EXPECT: background-task
      mysql_query(conn.get(), ("CALL refund(" + std::to_string(payment) + ")").c_str());
    });
  }

private:
  std::shared_ptr<MySqlConnections> db_;
  WorkQueue &later_;
};
