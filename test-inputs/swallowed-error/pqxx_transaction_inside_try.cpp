// what: the whole transaction is inside the try block and rolled back by its destructor
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

bool pay(pqxx::connection& conn, int order) {
    try {
        pqxx::work tx(conn);
        tx.exec("UPDATE orders SET paid = true WHERE id = " + std::to_string(order));
        tx.exec("INSERT INTO ledger VALUES (" + std::to_string(order) + ")");
        tx.commit();
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
    }
    pqxx::work log(conn);
    log.exec("INSERT INTO log VALUES ('tried')");
    log.commit();
    return true;
}
