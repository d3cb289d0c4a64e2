// what: connections that are opened when first wanted and kept: by thread, by key, in a static map; the caller gets a view.
#include <map>
#include <mutex>
#include <mysql/mysql.h>
#include <string>
#include <thread>

class Database {
public:
  static Database &instance() {
    static Database db;
    return db;
  }

  MYSQL *getConnection() {
    std::lock_guard lock(mutex_);
    MYSQL *&slot = connections_[std::this_thread::get_id()];
    if (!slot) {
      slot = mysql_init(nullptr);
      mysql_real_connect(slot, "localhost", "shop", "shop", "shop", 0, nullptr, 0);
    }
    return slot;
  }

  ~Database() {
    for (auto &[id, connection] : connections_)
      mysql_close(connection);
  }

private:
  std::map<std::thread::id, MYSQL *> connections_;
  std::mutex mutex_;
};

bool addReview(int product, const std::string &text) {
  MYSQL *conn = Database::instance().getConnection();
  if (conn == nullptr)
    return false;
  std::string sql = "INSERT INTO reviews VALUES (" + std::to_string(product) + ", '" + text + "')";
  return mysql_query(conn, sql.c_str()) == 0;
}

thread_local MYSQL *ofThread = nullptr;

static MYSQL *local() {
  if (!ofThread)
    ofThread = mysql_init(nullptr);
  return ofThread;
}

static MYSQL *byKey(int shard) {
  static std::map<int, MYSQL *> open;
  if (auto it = open.find(shard); it != open.end())
    return it->second;
  MYSQL *fresh = mysql_init(nullptr);
  open[shard] = fresh;
  return fresh;
}

static MYSQL *byEmplace(int shard) {
  static std::map<int, MYSQL *> open;
  auto [it, added] = open.try_emplace(shard, nullptr);
  if (added)
    it->second = mysql_init(nullptr);
  return it->second;
}

bool ping(int shard) {
  return mysql_ping(local()) == 0 && mysql_ping(byKey(shard)) == 0 &&
         mysql_ping(byEmplace(shard)) == 0;
}
