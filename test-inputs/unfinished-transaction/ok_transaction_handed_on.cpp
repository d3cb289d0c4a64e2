// what: right: the transaction leaves the function: returned to the caller, or kept in a member that another method commits
#include <memory>
#include <pqxx/pqxx>
#include <string>

std::unique_ptr<pqxx::work> openJournal(pqxx::connection &conn, const std::string &name) {
  auto tx = std::make_unique<pqxx::work>(conn, name);
  tx->exec("INSERT INTO journal_opened(name) VALUES (" + tx->quote(name) + ")");
  return tx;
}

class UnitOfWork {
public:
  explicit UnitOfWork(pqxx::connection &conn) : tx_(std::make_unique<pqxx::work>(conn)) {}

  void add(const std::string &item) { tx_->exec_params("INSERT INTO items(name) VALUES ($1)", item); }
  void complete() {
    tx_->commit();
    tx_.reset();
  }

private:
  std::unique_ptr<pqxx::work> tx_;
};

void addPair(pqxx::connection &conn, const std::string &left, const std::string &right) {
  UnitOfWork unit(conn);
  unit.add(left);
  unit.add(right);
  unit.complete();
}

void writeJournal(pqxx::connection &conn) {
  std::unique_ptr<pqxx::work> tx = openJournal(conn, "daily");
  tx->exec("INSERT INTO journal SELECT * FROM today");
  tx->commit();
}
