// what: each line in a subtransaction of its own, which its destructor rolls back
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

void import(pqxx::connection& conn, const std::vector<std::string>& lines) {
    pqxx::work tx(conn);
    for (const std::string& line : lines) {
        try {
            pqxx::subtransaction one(tx);
            one.exec("INSERT INTO line VALUES ('" + line + "')");
            one.commit();
        } catch (const std::exception& e) {
            std::cerr << "skipped " << line << ": " << e.what() << '\n';
        }
    }
    tx.commit();
}
