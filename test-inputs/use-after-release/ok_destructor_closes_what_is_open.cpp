// what: close() and the destructor share one flag, one pointer
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

class Link {
public:
    explicit Link(const char* target) : conn(PQconnectdb(target)) {}
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    void close() {
        PQfinish(conn);
        conn = nullptr;
    }
    void reopen(const char* target) {
        PQfinish(conn);
        conn = PQconnectdb(target);
    }
    ~Link() { PQfinish(conn); }

private:
    PGconn* conn;
};

void once() {
    Link link("dbname=shop");
    link.close();
}

void twice() {
    Link link("dbname=shop");
    link.reopen("dbname=archive");
}
