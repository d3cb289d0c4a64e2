// what: an importer logs each line that fails and commits the rest
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

void import(pqxx::connection& conn, const std::vector<std::string>& lines) {
    pqxx::work tx(conn);
    for (const std::string& line : lines) {
        try {
            tx.exec("INSERT INTO line VALUES ('" + line + "')"); // NOTE: "may throw here"
        } catch (const std::exception& e) { // EXPECT: swallowed-error "transaction 'tx' goes on without a rollback"
            std::cerr << "skipped " << line << ": " << e.what() << '\n';
        }
    }
    tx.commit();
}
