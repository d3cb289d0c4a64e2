// what: a session in a field of an object that the function allocates is the function's own, whether or not it asks for null
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <cstdlib>
#include <libpq-fe.h>
#include <sqlite3.h>

struct Connection {
    PGconn* pg;
    int uses;
};

Connection* refusedEncoding(const char* where) {
    auto* c = static_cast<Connection*>(malloc(sizeof(Connection)));
    if (!c) return nullptr;
    c->pg = PQconnectdb(where); // EXPECT: unguarded-acquire
    if (PQstatus(c->pg) != CONNECTION_OK) {
        PQfinish(c->pg);
        free(c);
        return nullptr;
    }
    if (PQsetClientEncoding(c->pg, "UTF8") != 0) {
        free(c);
        return nullptr;
    }
    return c;
}

struct File {
    sqlite3* db;
};

File* failedOpen(const char* name) {
    File* file = new File;
    if (sqlite3_open(name, &file->db) != SQLITE_OK) { // EXPECT: unguarded-acquire
        delete file;
        return nullptr;
    }
    return file;
}

static void count(Connection* c) { ++c->uses; }

void forgotten(const char* where) {
    auto* c = static_cast<Connection*>(calloc(1, sizeof(Connection)));
    count(c);
    c->pg = PQconnectdb(where); // EXPECT: unguarded-acquire
    count(c);
    free(c);
}

struct Memory {
    void* (*xmalloc)(unsigned long);
    void (*xfree)(void*);
};
extern Memory memory;
extern void (*note)(int level, const char* format, ...);

Connection* byPointersToFunctions(const char* where) {
    auto* c = static_cast<Connection*>(memory.xmalloc(sizeof(Connection)));
    if (!c) return nullptr;
    note(1, "%p is new", c);
    c->pg = PQconnectdb(where); // EXPECT: unguarded-acquire
    if (PQsetClientEncoding(c->pg, "UTF8") == 0) return c;
    memory.xfree(c);
    return nullptr;
}
