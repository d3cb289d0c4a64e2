// what: a pooled soci::session is captured by reference in a boost::thread that is detached
#include <boost/thread.hpp>
#include <soci/soci.h>
#include <string>

class Newsletter {
public:
  explicit Newsletter(soci::connection_pool &pool) : pool_(pool) {}

  void subscribe(const std::string &email) {
    soci::session sql(pool_);
    sql << "insert into subscribers(email) values(:e)", soci::use(email);

    boost::thread confirm([&sql, email] { // EXPECT: background-task
      sql << "insert into mail_queue(recipient, template) values(:e, 'confirm')", soci::use(email);
    });
    confirm.detach();
  }

private:
  soci::connection_pool &pool_;
};
