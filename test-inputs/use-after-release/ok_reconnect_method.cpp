// what: right: the method gives the member another session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

#include <string>

class Listener {
public:
    explicit Listener(std::string conninfo) : conninfo_(std::move(conninfo)), conn_(PQconnectdb(conninfo_.c_str())) {}
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { PQfinish(conn_); }

    void poll() {
        PGresult* result = PQexec(conn_, "LISTEN jobs");
        if (PQresultStatus(result) != PGRES_COMMAND_OK) {
            reconnect();
            PQclear(PQexec(conn_, "LISTEN jobs"));
        }
        PQclear(result);
        disconnect();
        connect();
        PQclear(PQexec(conn_, "LISTEN jobs"));
    }

private:
    void reconnect() {
        PQfinish(conn_);
        conn_ = PQconnectdb(conninfo_.c_str());
    }
    void disconnect() {
        PQfinish(conn_);
        conn_ = nullptr;
    }
    void connect() { conn_ = PQconnectdb(conninfo_.c_str()); }

    std::string conninfo_;
    PGconn* conn_;
};
