// what: right: a dry run rolls back on purpose and says so with rollback()/abort()
#include <pqxx/pqxx>
#include <soci/soci.h>
#include <string>

int wouldDelete(soci::session &sql, int days) {
  soci::transaction tr(sql);
  soci::statement st = (sql.prepare << "delete from log where age > :d", soci::use(days));
  st.execute(true);
  const int rows = static_cast<int>(st.get_affected_rows());
  tr.rollback();
  return rows;
}

std::string explain(pqxx::connection &conn, const std::string &id) {
  pqxx::work tx(conn);
  const auto plan = tx.exec("EXPLAIN ANALYZE DELETE FROM sessions WHERE id = " + tx.quote(id));
  std::string text;
  for (const auto &row : plan)
    text += std::string(row[0].c_str()) + "\n";
  tx.abort();
  return text;
}

bool prune(pqxx::connection &conn, bool dryRun) {
  pqxx::work tx(conn);
  const auto gone = tx.exec("DELETE FROM sessions WHERE expires_at < now()");
  if (dryRun)
    tx.abort();
  else
    tx.commit();
  return gone.affected_rows() > 0;
}
