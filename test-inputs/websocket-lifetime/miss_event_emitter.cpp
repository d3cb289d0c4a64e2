// what: a known limit: the handler is registered through an emitter that knows events by name only
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"
#include <functional>

class Emitter {
public:
    void on(const std::string& event, std::function<void(const std::string&)> handler);
};

void attach(Emitter& client, DbPool& pool) {
    auto db = pool.acquire_shared();
    client.on("message", [db](const std::string& text) { // MISS: websocket-lifetime
        pg_run(db.get(), "INSERT INTO clips VALUES ($1)", text);
    });
}
