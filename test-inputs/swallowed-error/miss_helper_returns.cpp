// what: a known limit: a helper swallows on its caller's transaction and returns; the caller commits
#include <iostream>
#include <pqxx/pqxx>
#include <string>

void audit(pqxx::work& tx, const std::string& who) {
    try {
        tx.exec_params("INSERT INTO audit VALUES ($1)", who);
    } catch (const std::exception& e) { // MISS: swallowed-error
        std::cerr << e.what() << '\n';
    }
}

void rename(pqxx::connection& conn, const std::string& from, const std::string& to) {
    pqxx::work tx(conn);
    audit(tx, from);
    tx.exec_params("UPDATE person SET name = $2 WHERE name = $1", from, to);
    tx.commit();
}
