// what: right as far as anyone can tell: the text is not known here, so no write is certain and no commit is demanded
#include <pqxx/pqxx>
#include <soci/soci.h>
#include <string>
#include <vector>

class QueryRunner {
public:
  explicit QueryRunner(pqxx::connection &conn) : conn_(conn) {}

  std::vector<std::string> column(const std::string &sql) {
    pqxx::work tx(conn_);
    std::vector<std::string> values;
    for (const auto &row : tx.exec(sql))
      values.push_back(row[0].c_str());
    return values;
  }

  std::size_t prepared(const std::string &statement, int id) {
    pqxx::work tx(conn_);
    return tx.exec_prepared(statement, id).size();
  }

private:
  pqxx::connection &conn_;
};

int countRows(soci::session &sql, const std::string &view) {
  soci::transaction tr(sql);
  int count = 0;
  sql << "select count(*) from " << view, soci::into(count);
  return count;
}
