// what: Poco: a pool of 32 connections to an in-memory database
#include <Poco/Data/SessionPool.h>
#include <string>

void serve(Poco::Data::SessionPool& pool);

void run() {
    Poco::Data::SessionPool pool("SQLite", ":memory:"); // EXPECT: pool-options "in-memory database of its own"
    serve(pool);
}

void run_small() {
    Poco::Data::SessionPool pool("SQLite", "file::memory:", 1, 4); // EXPECT: pool-options "up to 4"
    serve(pool);
}
