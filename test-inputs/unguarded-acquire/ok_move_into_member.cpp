// what: the local unique_ptr is moved into a member, and the class gives it back in its destructor.
#include "ua_unique_pool.h"
#include <stdexcept>
#include <string>

class Import {
public:
  explicit Import(MySqlPool &pool) : pool_(pool) {}
  Import(const Import &) = delete;
  Import &operator=(const Import &) = delete;
  ~Import() {
    if (con_)
      pool_.returnConnection(std::move(con_));
  }

  bool open() {
    if (con_)
      return true;
    auto con = pool_.getConnection();
    if (!con)
      return false;
    con_ = std::move(con);
    return true;
  }

  void row(const std::string &sku, int cents) {
    if (!con_)
      throw std::logic_error("not open");
    std::unique_ptr<sql::PreparedStatement> stmt(con_->prepareStatement("INSERT INTO prices(sku, cents) VALUES (?, ?)"));
    stmt->setString(1, sku);
    stmt->setInt(2, cents);
    stmt->executeUpdate();
  }

private:
  MySqlPool &pool_;
  std::unique_ptr<sql::Connection> con_;
};
