// what: the connection is a field of what comes in by a parameter: begun in C's way, through a helper, and by a method of an object
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <sqlite3.h>

struct Output {
    PGconn* pg;
    int last;
};

static bool run(PGconn* conn, const char* text) {
    PGresult* result = PQexec(conn, text);
    const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return ok;
}

static bool runOn(Output* out, const char* text) { return run(out->pg, text); }

bool direct(Output* out) {
    PQclear(PQexec(out->pg, "BEGIN")); // EXPECT: unfinished-transaction
    if (!run(out->pg, "UPDATE sensor SET last = 1")) return false;
    PQclear(PQexec(out->pg, "COMMIT"));
    return true;
}

bool byHelper(Output* out) {
    if (!runOn(out, "BEGIN")) return false; // EXPECT: unfinished-transaction
    if (!runOn(out, "UPDATE sensor SET last = 1")) return false;
    return runOn(out, "COMMIT");
}

bool rolledBack(Output* out) {
    if (!runOn(out, "BEGIN")) return false;
    if (!runOn(out, "UPDATE sensor SET last = 1")) {
        runOn(out, "ROLLBACK");
        return false;
    }
    return runOn(out, "COMMIT");
}

/// A helper that only begins leaves it to its caller.
bool begin(Output* out) { return runOn(out, "BEGIN"); }

class Store {
public:
    void begin() { sqlite3_exec(handle, "BEGIN", nullptr, nullptr, nullptr); }
    bool write(const char* sql) { return !sqlite3_exec(handle, sql, nullptr, nullptr, nullptr); }
    void commit() { sqlite3_exec(handle, "COMMIT", nullptr, nullptr, nullptr); }
    void rollback() { sqlite3_exec(handle, "ROLLBACK", nullptr, nullptr, nullptr); }

private:
    sqlite3* handle;
};

void byMethod(Store& store, const char* sql) {
    store.begin(); // EXPECT: unfinished-transaction
    if (!store.write(sql)) return;
    store.commit();
}

void endedByMethod(Store& store, const char* sql) {
    store.begin();
    if (store.write(sql))
        store.commit();
    else
        store.rollback();
}
