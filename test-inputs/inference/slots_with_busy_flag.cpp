// what: the container never changes: acquire marks a slot busy, release finds it again and clears the mark.
#include <mutex>
#include <sqlite3.h>
#include <string>
#include <vector>

class SqliteSlots {
public:
  ~SqliteSlots() {
    for (Slot &slot : slots_)
      sqlite3_close(slot.db);
  }

  bool open(const std::string &file, int n) {
    for (int i = 0; i < n; ++i) {
      sqlite3 *db = nullptr;
      if (sqlite3_open(file.c_str(), &db) != SQLITE_OK) {
        sqlite3_close(db);
        return false;
      }
      slots_.push_back({db, false});
    }
    return true;
  }

  sqlite3 *acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    for (Slot &slot : slots_) {
      if (!slot.busy) {
        slot.busy = true;
        return slot.db;
      }
    }
    return nullptr;
  }

  void release(sqlite3 *db) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (Slot &slot : slots_) {
      if (slot.db == db) {
        slot.busy = false;
        break;
      }
    }
  }

private:
  struct Slot {
    sqlite3 *db;
    bool busy;
  };
  std::mutex mutex_;
  std::vector<Slot> slots_;
};

bool vacuum(SqliteSlots &slots) {
  sqlite3 *db = slots.acquire(); // EXPECT: unguarded-acquire
  if (db == nullptr)
    return false;
  if (sqlite3_exec(db, "VACUUM", nullptr, nullptr, nullptr) != SQLITE_OK)
    return false;
  slots.release(db);
  return true;
}

bool analyze(SqliteSlots &slots) {
  if (sqlite3 *db = slots.acquire()) {
    int rc = sqlite3_exec(db, "ANALYZE", nullptr, nullptr, nullptr);
    slots.release(db);
    return rc == SQLITE_OK;
  }
  return false;
}
