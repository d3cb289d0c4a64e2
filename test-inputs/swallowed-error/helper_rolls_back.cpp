// what: the handler calls a function that rolls back, known or unknown
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

void give_up(pqxx::work& tx) { tx.abort(); }
void complain(pqxx::work& tx, const std::exception& e);

void one(pqxx::connection& conn) {
    pqxx::work tx(conn);
    try {
        tx.exec("INSERT INTO hit VALUES (1)");
    } catch (const std::exception& e) {
        give_up(tx);
    }
    tx.commit();
}

void other(pqxx::connection& conn) {
    pqxx::work tx(conn);
    try {
        tx.exec("INSERT INTO hit VALUES (1)");
    } catch (const std::exception& e) {
        complain(tx, e);
    }
    tx.commit();
}
