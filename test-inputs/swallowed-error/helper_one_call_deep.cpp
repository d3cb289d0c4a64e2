// what: the insert is one call deep, the swallowing handler above it
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

void insert_line(pqxx::work& tx, const std::string& line) {
    if (line.empty())
        return;
    tx.exec("INSERT INTO line VALUES ('" + line + "')");
}

void import(pqxx::connection& conn, const std::vector<std::string>& lines) {
    pqxx::work tx(conn);
    for (const std::string& line : lines) {
        try {
            insert_line(tx, line);
        } catch (const std::exception& e) { // EXPECT: swallowed-error
            std::cerr << e.what() << '\n';
        }
    }
    tx.commit();
}
