// what: right: the transaction only reads (one query even mentions DELETE in a string), so there is nothing to commit
#include <pqxx/pqxx>
#include <string>
#include <vector>

struct AuditEntry {
  std::string actor;
  std::string at;
};

std::vector<AuditEntry> deletions(pqxx::connection &conn, const std::string &table) {
  pqxx::work tx(conn, "audit");
  std::vector<AuditEntry> entries;
  const pqxx::result rows = tx.exec_params(
      "SELECT actor, at FROM audit WHERE action IN ('DELETE', 'UPDATE', 'INSERT INTO') AND tab = $1", table);
  for (const auto &row : rows)
    entries.push_back({row[0].c_str(), row[1].c_str()});
  return entries;
}

bool isLocked(pqxx::connection &conn, long document) {
  pqxx::work tx(conn);
  const pqxx::result row = tx.exec("select locked_by from documents where id = " + tx.quote(document) +
                                   " and updated_at > now() - interval '1 hour'");
  return !row.empty() && !row[0][0].is_null();
}
