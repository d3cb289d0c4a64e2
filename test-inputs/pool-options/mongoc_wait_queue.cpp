// what: mongo-c: waitQueueTimeoutMS of one second, in the URI and by a function
// flags: -std=c++20 -isystem /usr/include/libmongoc-1.0 -isystem /usr/include/libbson-1.0
#include <mongoc/mongoc.h>

mongoc_client_pool_t* by_text() {
    mongoc_uri_t* uri = mongoc_uri_new("mongodb://db/?maxPoolSize=20&waitQueueTimeoutMS=1000"); // EXPECT: pool-options "less than 5 s"
    mongoc_client_pool_t* pool = mongoc_client_pool_new(uri);
    mongoc_uri_destroy(uri);
    return pool;
}

mongoc_client_pool_t* by_call() {
    mongoc_uri_t* uri = mongoc_uri_new("mongodb://db/");
    mongoc_uri_set_option_as_int32(uri, MONGOC_URI_WAITQUEUETIMEOUTMS, 2000); // EXPECT: pool-options
    mongoc_client_pool_t* pool = mongoc_client_pool_new(uri);
    mongoc_uri_destroy(uri);
    return pool;
}
