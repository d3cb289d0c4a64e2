// what: !ids.empty() is tested twice; the container does not change in between.
// flags: -std=c++17 -isystem /usr/include/libmongoc-1.0 -isystem /usr/include/libbson-1.0
#include <cstdint>
#include <map>
#include <mongoc/mongoc.h>
#include <set>
#include <string>

class PostStorage {
public:
  explicit PostStorage(mongoc_client_pool_t *pool) : pool_(pool) {}

  void ReadPosts(const std::set<int64_t> &post_ids_not_cached, std::map<int64_t, std::string> &return_map) {
    mongoc_client_t *client = nullptr;
    if (!post_ids_not_cached.empty())
      client = mongoc_client_pool_pop(pool_);

    for (int64_t id : post_ids_not_cached) {
      mongoc_collection_t *collection = mongoc_client_get_collection(client, "post", "post");
      bson_t *query = BCON_NEW("post_id", BCON_INT64(id));
      mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collection, query, nullptr, nullptr);
      const bson_t *doc;
      if (mongoc_cursor_next(cursor, &doc)) {
        char *json = bson_as_json(doc, nullptr);
        return_map[id] = json;
        bson_free(json);
      }
      bson_destroy(query);
      mongoc_cursor_destroy(cursor);
      mongoc_collection_destroy(collection);
    }

    if (!post_ids_not_cached.empty())
      mongoc_client_pool_push(pool_, client);
  }

private:
  mongoc_client_pool_t *pool_;
};
