// what: a pooled object opens its handle when first used; the handle is the object's, not the caller's.
// flags: -std=c++20
#include <hiredis/hiredis.h>
#include <list>
#include <memory>
#include <mutex>
#include <string>

class CacheConn {
public:
  CacheConn() = default;
  ~CacheConn(); // elsewhere

  bool connect() {
    if (context)
      return true;
    context = redisConnect("127.0.0.1", 6379);
    if (context && context->err) {
      redisFree(context);
      context = nullptr;
    }
    return context != nullptr;
  }
  std::string get(const std::string &key) {
    if (!connect())
      return {};
    auto *reply = static_cast<redisReply *>(redisCommand(context, "GET %s", key.c_str()));
    std::string value = reply && reply->type == REDIS_REPLY_STRING ? reply->str : "";
    freeReplyObject(reply);
    return value;
  }

private:
  redisContext *context = nullptr;
};

class CachePool {
public:
  CacheConn *acquire() {
    std::lock_guard lock(mutex);
    if (idle.empty())
      return nullptr;
    CacheConn *c = idle.front();
    idle.pop_front();
    return c;
  }
  void release(CacheConn *c) {
    std::lock_guard lock(mutex);
    idle.push_back(c);
  }

private:
  std::mutex mutex;
  std::list<CacheConn *> idle;
};

int unread(CachePool &pool, const std::string &user) {
  CacheConn *conn = pool.acquire();
  int n = 0;
  if (conn) {
    std::string direct = conn->get("direct:" + user);
    std::string group = conn->get("group:" + user);
    pool.release(conn);
    n = static_cast<int>(direct.size() + group.size());
  }
  return n;
}

int sum(CachePool &pool, const std::list<std::string> &users) {
  CacheConn *conn = pool.acquire();
  if (!conn)
    return 0;
  int n = 0;
  for (const std::string &user : users) {
    std::string value = conn->get("direct:" + user);
    if (value.empty())
      continue;
    n += static_cast<int>(value.size());
  }
  pool.release(conn);
  return n;
}

std::shared_ptr<CacheConn> shared() {
  auto conn = std::make_shared<CacheConn>();
  if (!conn->connect())
    return nullptr;
  return conn;
}

std::string once(const std::string &key) {
  CacheConn conn;
  return conn.get(key);
}

std::shared_ptr<CacheConn> named(const std::string &name) {
  auto *made = new CacheConn;
  if (made->connect() && !name.empty())
    return std::shared_ptr<CacheConn>(made);
  delete made;
  return nullptr;
}
