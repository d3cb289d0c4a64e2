// what: the handler is for lines that are no numbers; nothing of the database fails there
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

int import(pqxx::connection& conn, const std::vector<std::string>& lines) {
    pqxx::work tx(conn);
    int bad = 0;
    for (const std::string& line : lines) {
        try {
            int amount = std::stoi(line);
            tx.exec("INSERT INTO amount VALUES (" + std::to_string(amount) + ")");
        } catch (const std::invalid_argument&) {
            ++bad;
        } catch (const std::out_of_range&) {
            ++bad;
        }
    }
    tx.commit();
    return bad;
}

int sum(pqxx::connection& conn) {
    pqxx::work tx(conn);
    int all = 0;
    for (const auto& row : tx.exec("SELECT text FROM amount")) {
        try {
            all += std::stoi(row[0].c_str());
        } catch (const std::exception& e) {
            std::cerr << e.what() << '\n';
        }
    }
    tx.exec("UPDATE total SET n = " + std::to_string(all));
    tx.commit();
    return all;
}
