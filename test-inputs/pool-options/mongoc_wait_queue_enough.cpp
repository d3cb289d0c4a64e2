// what: mongo-c: half a minute, and options of other names
// flags: -std=c++20 -isystem /usr/include/libmongoc-1.0 -isystem /usr/include/libbson-1.0
#include <mongoc/mongoc.h>

mongoc_client_pool_t* by_text(const char* from_config) {
    mongoc_uri_t* uri = mongoc_uri_new("mongodb://db/?maxPoolSize=2&waitQueueTimeoutMS=30000&connectTimeoutMS=1000");
    mongoc_uri_set_option_as_int32(uri, MONGOC_URI_CONNECTTIMEOUTMS, 2000);
    mongoc_uri_set_option_as_int32(uri, MONGOC_URI_WAITQUEUETIMEOUTMS, 20000);
    mongoc_client_pool_t* pool = mongoc_client_pool_new(uri);
    mongoc_uri_destroy(uri);
    uri = mongoc_uri_new(from_config);
    mongoc_uri_destroy(uri);
    return pool;
}
