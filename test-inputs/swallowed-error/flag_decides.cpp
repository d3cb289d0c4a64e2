// what: the handler notes the failure, and the note decides between commit and rollback
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

void sweep(pqxx::connection& conn, const std::vector<std::string>& tables) {
    pqxx::work tx(conn);
    bool ok = true;
    try {
        tx.exec("DELETE FROM cart WHERE old");
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        ok = false;
    }
    if (ok)
        tx.commit();
    else
        tx.abort();
}

void sweep_all(pqxx::connection& conn, const std::vector<std::string>& tables) {
    pqxx::work tx(conn);
    std::vector<std::string> failures;
    for (const std::string& table : tables) {
        try {
            tx.exec("DELETE FROM " + table + " WHERE old");
        } catch (const std::exception& e) {
            failures.push_back(e.what());
            break;
        }
    }
    if (failures.empty())
        tx.commit();
    else
        tx.abort();
}

void sweep_later(pqxx::connection& conn) {
    pqxx::work tx(conn);
    std::exception_ptr failure;
    try {
        tx.exec("DELETE FROM cart WHERE old");
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure)
        std::rethrow_exception(failure);
    tx.commit();
}
