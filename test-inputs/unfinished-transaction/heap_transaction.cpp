// what: the transaction sits in a unique_ptr that is destroyed with it; its insert is never committed
#include <memory>
#include <pqxx/pqxx>
#include <string>

class AuditLog {
public:
  explicit AuditLog(const std::string &url) : conn_(std::make_unique<pqxx::connection>(url)) {}

  void record(const std::string &actor, const std::string &action) {
    auto tx = std::make_unique<pqxx::work>(*conn_, "audit"); // EXPECT: unfinished-transaction
    tx->exec("INSERT INTO audit(actor, action) VALUES (" + tx->quote(actor) + ", " + tx->quote(action) + ")");
  }

private:
  std::unique_ptr<pqxx::connection> conn_;
};
