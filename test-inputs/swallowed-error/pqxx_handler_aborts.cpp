// what: the handler rolls back, rethrows or returns
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

void rolls_back(pqxx::connection& conn) {
    pqxx::work tx(conn);
    bool done = true;
    try {
        tx.exec("DELETE FROM cart WHERE old");
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        tx.abort();
        done = false;
    }
    if (done)
        tx.commit();
}

void rethrows(pqxx::connection& conn) {
    pqxx::work tx(conn);
    try {
        tx.exec("DELETE FROM cart WHERE old");
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        throw;
    }
    tx.commit();
}

bool returns(pqxx::connection& conn) {
    pqxx::work tx(conn);
    try {
        tx.exec("DELETE FROM cart WHERE old");
    } catch (const std::exception&) {
        return false;
    }
    tx.commit();
    return true;
}
