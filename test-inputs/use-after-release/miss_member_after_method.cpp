// what: a known limit: one method closes the connection in a member, and another one calls it and goes on
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

class Store {
public:
    explicit Store(const char* info) : conn_(PQconnectdb(info)) {}
    ~Store() {
        if (open_)
            close();
    }
    void close() {
        PQfinish(conn_);
        open_ = false;
    }
    void finish() {
        close();
        PQclear(PQexec(conn_, "NOTIFY finished")); // MISS: use-after-release
    }

private:
    PGconn* conn_;
    bool open_ = true;
};
