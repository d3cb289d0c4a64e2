// what: a savepoint guard written by hand dies in the try block
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <vector>

class Savepoint {
public:
    explicit Savepoint(pqxx::work& tx) : tx_(tx) { tx_.exec("SAVEPOINT one"); }
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    ~Savepoint() {
        if (!kept_)
            tx_.exec("ROLLBACK TO SAVEPOINT one");
    }
    void keep() { kept_ = true; }

private:
    pqxx::work& tx_;
    bool kept_ = false;
};

void import(pqxx::connection& conn, const std::vector<std::string>& lines) {
    pqxx::work tx(conn);
    for (const std::string& line : lines) {
        try {
            Savepoint one(tx);
            tx.exec("INSERT INTO line VALUES ('" + line + "')");
            one.keep();
        } catch (const std::exception& e) {
            std::cerr << e.what() << '\n';
        }
    }
    tx.commit();
}
