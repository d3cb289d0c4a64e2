// what: Poco: one connection, a shared cache, or a file
#include <Poco/Data/SessionPool.h>
#include <string>

void serve(Poco::Data::SessionPool& pool);

void run() {
    Poco::Data::SessionPool pool("SQLite", ":memory:", 1, 1);
    serve(pool);
}

void run_shared() {
    Poco::Data::SessionPool pool("SQLite", "file::memory:?cache=shared", 1, 8);
    serve(pool);
}

void run_file(const std::string& file) {
    Poco::Data::SessionPool pool("SQLite", "shop.db", 1, 8);
    serve(pool);
    Poco::Data::SessionPool other("SQLite", file);
    serve(other);
}
