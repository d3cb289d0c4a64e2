// what: a helper asks the database in the caller's transaction, which is committed by then
#include "slow_pqxx_pool.h"

#include <vector>

class Sockets {
public:
    void tell(pqxx::work& txn, int room, const std::string& text) {
        auto rows = txn.exec("SELECT id FROM members WHERE room = " + std::to_string(room));
        for (const auto& row : rows)
            send(row[0].as<int>(), text);
    }

private:
    void send(int id, const std::string& text) { sent_.push_back(std::to_string(id) + text); }
    std::vector<std::string> sent_;
};

void rename(PqxxPool& pool, Sockets& sockets, int room, const std::string& name) {
    PooledPqxx conn = pool.acquire();
    pqxx::work txn(*conn);
    txn.exec_params("UPDATE rooms SET name = $1", name);
    txn.commit();
    sockets.tell(txn, room, name); // EXPECT: use-after-release
    sockets.tell(txn, room, "renamed");
}
