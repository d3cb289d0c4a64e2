// what: after the failure a new transaction takes the old one's place, or the object notes it and looks
#include <functional>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <stdexcept>

void retry(pqxx::connection& conn, std::function<void(const std::exception&)> on_error) {
    std::optional<pqxx::work> tx;
    tx.emplace(conn);
    try {
        tx->exec("DELETE FROM cart WHERE old");
    } catch (const std::exception& e) {
        on_error(e);
        tx.reset();
        tx.emplace(conn);
    }
    tx->exec("INSERT INTO audit VALUES ('sweep')");
    tx->commit();
}

void sweep(pqxx::connection& conn, int tables) {
    auto tx = std::make_unique<pqxx::work>(conn);
    for (int i = 0; i < tables; ++i) {
        try {
            tx->exec("DELETE FROM cart_" + std::to_string(i) + " WHERE old");
        } catch (const std::exception&) {
            tx = std::make_unique<pqxx::work>(conn);
        }
    }
    tx->commit();
}

class Sweeper {
public:
    void run() {
        pqxx::work tx(conn_);
        try {
            tx.exec("DELETE FROM cart WHERE old");
        } catch (...) {
            fail();
        }
        if (failed_)
            return;
        tx.commit();
    }

private:
    void fail() { failed_ = true; }
    pqxx::connection conn_;
    bool failed_ = false;
};
