// what: the handler notes the failure, and it is only logged
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

bool sweep(pqxx::connection& conn) {
    pqxx::work tx(conn);
    bool ok = true;
    try {
        tx.exec("DELETE FROM cart WHERE old");
    } catch (const std::exception& e) { // EXPECT: swallowed-error "is committed all the same"
        std::cerr << e.what() << '\n';
        ok = false;
    }
    if (!ok)
        std::cerr << "sweep had errors\n";
    tx.commit(); // NOTE: "committed here"
    return ok;
}
