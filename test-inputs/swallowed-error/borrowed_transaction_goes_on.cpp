// what: a helper swallows on the transaction of its caller and goes on with it
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

void audit(pqxx::work& tx, const std::string& who) {
    try {
        tx.exec("INSERT INTO audit VALUES ('" + who + "')");
    } catch (const std::exception&) { // EXPECT: swallowed-error
    }
    tx.exec("UPDATE person SET seen = now() WHERE name = '" + who + "'");
}
