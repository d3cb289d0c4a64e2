// what: flags of connections that say something else: that one was opened when first wanted, that it is marked; what is found by them is lent by nobody.
#include <sqlite3.h>
#include <string>
#include <vector>

struct Store {
  ~Store() {
    if (handle)
      sqlite3_close(handle);
  }
  void open() { sqlite3_open("orders.db", &handle); }
  void shut() {
    sqlite3_close(handle);
    handle = nullptr;
    opened = false;
  }
  sqlite3 *handle = nullptr;
  bool opened = false;
  bool marked = false;
  bool tried = false;
};

class Stores {
public:
  explicit Stores(int n) : stores_(n) {}

  // Opened when first wanted.
  Store *of(const std::string &name) {
    Store &store = stores_[name.size() % stores_.size()];
    if (!store.opened) {
      store.open();
      store.opened = true;
    }
    return &store;
  }

  Store *first() {
    Store *store = &stores_.front();
    if (!store->opened) {
      store->open();
      store->opened = true;
      return store;
    }
    return store;
  }

  // By its number it is unmarked, and by nobody's hand.
  Store *nextUnmarked() {
    for (Store &store : stores_)
      if (!store.marked) {
        store.marked = true;
        return &store;
      }
    return nullptr;
  }
  void unmark(unsigned number) { stores_[number].marked = false; }

  // Never cleared.
  Store *nextUntried() {
    for (Store &store : stores_)
      if (!store.tried) {
        store.tried = true;
        return &store;
      }
    return nullptr;
  }

private:
  std::vector<Store> stores_;
};

bool vacuum(Stores &stores, const std::string &name) {
  Store *store = stores.of(name);
  if (name.empty())
    return false;
  return sqlite3_exec(store->handle, "VACUUM", nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool vacuumFirst(Stores &stores, const std::string &name) {
  Store *store = stores.first();
  if (name.empty())
    return false;
  return sqlite3_exec(store->handle, "VACUUM", nullptr, nullptr, nullptr) == SQLITE_OK;
}

void everyOne(Stores &stores) {
  while (Store *store = stores.nextUnmarked())
    sqlite3_exec(store->handle, "ANALYZE", nullptr, nullptr, nullptr);
  for (unsigned i = 0; i < 4; ++i)
    stores.unmark(i);
  while (Store *store = stores.nextUntried())
    sqlite3_exec(store->handle, "ANALYZE", nullptr, nullptr, nullptr);
}
