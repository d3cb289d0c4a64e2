// what: a cache that is its own pool: its service methods take and give back by private methods, and are users like any other.
#include <hiredis/hiredis.h>
#include <mutex>
#include <queue>

void note(const char *text);

class Cache {
public:
  ~Cache() {
    for (; !idle_.empty(); idle_.pop())
      redisFree(idle_.front());
  }

  bool set(const char *key, const char *value) {
    redisContext *link = take();
    if (!link)
      return false;
    void *reply = redisCommand(link, "SET %s %s", key, value);
    give(link);
    if (!reply) {
      redisCommand(link, "PING"); // EXPECT: use-after-release
      return false;
    }
    freeReplyObject(reply);
    return true;
  }

  bool erase(const char *key) {
    redisContext *link = take();
    if (!link)
      return false;
    void *reply = redisCommand(link, "DEL %s", key);
    give(link);
    if (!reply) {
      note(link->errstr); // EXPECT: use-after-release
      return false;
    }
    freeReplyObject(reply);
    return true;
  }

  bool mended(const char *key, const char *value) {
    redisContext *link = take();
    if (!link)
      return false;
    void *reply = redisCommand(link, "SET %s %s", key, value);
    if (!reply)
      redisCommand(link, "PING");
    give(link);
    if (reply)
      freeReplyObject(reply);
    return reply;
  }

  // It knows what is idle, and that nobody has it.
  void warm() {
    std::unique_lock<std::mutex> lock(mutex_);
    redisContext *link = take();
    if (!link)
      return;
    idle_.push(link);
    freeReplyObject(redisCommand(idle_.back(), "PING"));
  }

private:
  redisContext *take() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (idle_.empty())
      return nullptr;
    redisContext *link = idle_.front();
    idle_.pop();
    return link;
  }
  void give(redisContext *link) {
    std::unique_lock<std::mutex> lock(mutex_);
    idle_.push(link);
  }

  std::queue<redisContext *> idle_;
  std::mutex mutex_;
};
