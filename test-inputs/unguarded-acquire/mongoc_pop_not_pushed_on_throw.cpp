// what: the client popped from the mongoc pool is not pushed back when the collection cannot be had.
// flags: -std=c++17 -isystem /usr/include/libmongoc-1.0 -isystem /usr/include/libbson-1.0
#include <cstdint>
#include <mongoc/mongoc.h>
#include <stdexcept>
#include <string>
#include <vector>

struct ServiceException : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class UserTimelineHandler {
public:
  explicit UserTimelineHandler(mongoc_client_pool_t *pool) : _mongodb_client_pool(pool) {}

  void ReadUserTimeline(std::vector<int64_t> &post_ids, int64_t user_id) {
    mongoc_client_t *mongodb_client = mongoc_client_pool_pop(_mongodb_client_pool); // EXPECT: unguarded-acquire
    if (!mongodb_client)
      throw ServiceException("Failed to pop a client from MongoDB pool");

    auto collection = mongoc_client_get_collection(mongodb_client, "user-timeline", "user-timeline");
    if (!collection)
      throw ServiceException("Failed to create collection user-timeline from MongoDB");

    bson_t *query = BCON_NEW("user_id", BCON_INT64(user_id));
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collection, query, nullptr, nullptr);
    const bson_t *doc;
    while (mongoc_cursor_next(cursor, &doc)) {
      bson_iter_t iter;
      if (bson_iter_init_find(&iter, doc, "post_id"))
        post_ids.push_back(bson_iter_int64(&iter));
    }
    bson_destroy(query);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collection);
    mongoc_client_pool_push(_mongodb_client_pool, mongodb_client);
  }

private:
  mongoc_client_pool_t *_mongodb_client_pool;
};
