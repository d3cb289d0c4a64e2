// what: a known limit: the handler falls back to an UPDATE, which PostgreSQL refuses after the failed INSERT
#include <pqxx/pqxx>

void count(pqxx::connection& conn, int page) {
    pqxx::work tx(conn);
    try {
        tx.exec_params("INSERT INTO visits VALUES ($1, 1)", page);
    } catch (const pqxx::unique_violation&) { // MISS: swallowed-error
        tx.exec_params("UPDATE visits SET n = n + 1 WHERE page = $1", page);
    }
    tx.commit();
}
