// what: the handler continues with the next line of the same transaction
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

int import(pqxx::connection& conn, const std::vector<std::string>& lines) {
    pqxx::work tx(conn);
    int done = 0;
    for (const std::string& line : lines) {
        try {
            tx.exec("INSERT INTO line VALUES ('" + line + "')");
        } catch (const pqxx::sql_error& e) { // EXPECT: swallowed-error
            std::cerr << e.what() << '\n';
            continue;
        }
        ++done;
    }
    tx.commit();
    return done;
}
