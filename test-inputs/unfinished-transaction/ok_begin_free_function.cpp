// what: right: a C-style trio of functions over a borrowed handle, with a depth counter; the caller pairs them on every path
#include <sqlite3.h>

struct Store {
  sqlite3 *db;
  int depth;
};

int store_begin(Store *store) {
  if (store->depth++ > 0)
    return SQLITE_OK;
  return sqlite3_exec(store->db, "BEGIN", nullptr, nullptr, nullptr);
}

int store_commit(Store *store) {
  if (--store->depth > 0)
    return SQLITE_OK;
  return sqlite3_exec(store->db, "COMMIT", nullptr, nullptr, nullptr);
}

void store_rollback(Store *store) {
  store->depth = 0;
  sqlite3_exec(store->db, "ROLLBACK", nullptr, nullptr, nullptr);
}

int store_put(Store *store, const char *sql) {
  int rc = store_begin(store);
  if (rc != SQLITE_OK) {
    store_rollback(store);
    return rc;
  }
  rc = sqlite3_exec(store->db, sql, nullptr, nullptr, nullptr);
  if (rc == SQLITE_OK)
    rc = store_commit(store);
  if (rc != SQLITE_OK)
    store_rollback(store);
  return rc;
}
