// what: a known limit: nothing says that the number is a client's socket, for whose life the session is kept
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

int ws_wait_message(int handle, char* text, int size);

class Client {
public:
    Client(int handle, DbPool& pool) : handle_(handle), lease_(pool.acquire()) {} // MISS: websocket-lifetime
    bool next() {
        char text[512];
        if (ws_wait_message(handle_, text, sizeof text) < 0)
            return false;
        return pg_run(lease_.get(), "INSERT INTO clips VALUES ($1)", text);
    }

private:
    int handle_;
    DbLease lease_;
};
