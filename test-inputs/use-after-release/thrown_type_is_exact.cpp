// what: `throw X(...)` throws an X: the handler of a class derived from X never gets it; that of a base does
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <stdexcept>

struct Failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct Duplicate : Failure {
    using Failure::Failure;
};

int rows(PGconn* conn); // may throw

int onlyDerived(const char* where) {
    PGconn* conn = PQconnectdb(where);
    int n = 0;
    try {
        n = rows(conn);
        PQfinish(conn);
        if (n == 0) throw Failure("nothing there");
    } catch (const Duplicate&) {
        PQfinish(conn);
        throw;
    }
    return n;
}

int ofABase(const char* where) {
    PGconn* conn = PQconnectdb(where);
    int n = 0;
    try {
        n = rows(conn);
        PQfinish(conn);
        if (n == 0) throw Failure("nothing there");
    } catch (const std::exception&) {
        PQfinish(conn); // EXPECT: use-after-release
        throw;
    }
    return n;
}
