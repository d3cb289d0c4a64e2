// what: main waits between attempts to prepare the database, before it serves anybody.
// flags: -std=c++20 -isystem /usr/include/libmongoc-1.0 -isystem /usr/include/libbson-1.0
#include <mongoc/mongoc.h>
#include <unistd.h>

bool createIndex(mongoc_client_t *client, const char *key);
void serve(mongoc_client_pool_t *pool);

int main() {
  mongoc_init();
  mongoc_uri_t *uri = mongoc_uri_new("mongodb://localhost");
  mongoc_client_pool_t *pool = mongoc_client_pool_new(uri);
  mongoc_client_t *client = mongoc_client_pool_pop(pool);
  bool ready = false;
  while (!ready) {
    ready = createIndex(client, "user_id");
    if (!ready)
      sleep(1);
  }
  mongoc_client_pool_push(pool, client);
  serve(pool);
}
