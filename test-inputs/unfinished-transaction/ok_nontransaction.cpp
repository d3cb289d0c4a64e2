// what: right: pqxx::nontransaction writes each statement at once; perform() with a commit in the callback; no work object is left
#include <pqxx/pqxx>
#include <string>

void heartbeat(pqxx::connection &conn, const std::string &node) {
  pqxx::nontransaction direct(conn);
  direct.exec_params("UPDATE nodes SET alive_at = now() WHERE name = $1", node);
  direct.exec("VACUUM ANALYZE nodes");
}

long nextTicket(pqxx::connection &conn) {
  return pqxx::perform([&conn] {
    pqxx::work tx(conn);
    const long ticket = tx.exec1("INSERT INTO tickets DEFAULT VALUES RETURNING id")[0].as<long>();
    tx.commit();
    return ticket;
  });
}

std::size_t backlog(pqxx::connection &conn) {
  pqxx::read_transaction tx(conn);
  return tx.exec("SELECT id FROM tickets WHERE closed_at IS NULL").size();
}
