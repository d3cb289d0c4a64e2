// what: only the commit is inside the try block: the transaction is over either way
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

void put(pqxx::connection& conn) {
    {
        pqxx::work tx(conn);
        tx.exec("INSERT INTO hit VALUES (1)");
        try {
            tx.commit();
        } catch (const std::exception& e) {
            std::cerr << "commit failed: " << e.what() << '\n';
        }
    }
    pqxx::work next(conn);
    next.exec("INSERT INTO hit VALUES (2)");
    next.commit();
}
