// what: what dies with an object: its own destructor, its members', its bases'; one of them has to close
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <stdexcept>

struct Closes {
    PGconn* raw = nullptr;
    ~Closes() {
        if (raw) PQfinish(raw);
    }
};

struct Forgets {
    PGconn* raw = nullptr;
    int uses = 0;
    ~Forgets() { uses = 0; }
};

template <class Part> struct Member {
    Part part;
    void open(const char* where) { part.raw = PQconnectdb(where); }
    PGconn* get() { return part.raw; }
};

template <class Part> struct Derived : private Part {
    void open(const char* where) { this->raw = PQconnectdb(where); }
    PGconn* get() { return this->raw; }
};

struct Deep {
    Member<Derived<Closes>> unused;
    Derived<Closes> inner;
};

void query(PGconn* conn) {
    PGresult* rows = PQexec(conn, "SELECT 1");
    const bool failed = PQresultStatus(rows) != PGRES_TUPLES_OK;
    PQclear(rows);
    if (failed) throw std::runtime_error("failed");
}

void member(const char* where) {
    Member<Closes> m;
    m.open(where);
    query(m.get());
}

void base(const char* where) {
    Derived<Closes> d;
    d.open(where);
    query(d.get());
}

void deep(const char* where) {
    Deep d;
    d.inner.open(where);
    query(d.inner.get());
}

void nobodyCloses(const char* where) {
    Member<Forgets> m;
    m.open(where); // EXPECT: unguarded-acquire
    query(m.get());
}

void baseForgets(const char* where) {
    Derived<Forgets> d;
    d.open(where); // EXPECT: unguarded-acquire
    query(d.get());
}

void closedTwice(const char* where) {
    Member<Closes> m;
    m.open(where);
    PQfinish(m.part.raw);
} // MISS: use-after-release
