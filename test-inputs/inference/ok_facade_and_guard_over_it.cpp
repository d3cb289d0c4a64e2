// what: a guard over a facade over a pool: three layers, and every path gives back.
#include "ua_redis_pool.h"
#include <memory>
#include <stdexcept>
#include <string>

class RedisManager {
public:
  static std::shared_ptr<RedisManager> GetInstance() {
    static std::shared_ptr<RedisManager> self(new RedisManager);
    return self;
  }

  redisContext *borrow() {
    redisContext *ctx = nullptr;
    return pool_.getConnection(&ctx) == 0 ? ctx : nullptr;
  }
  void giveBack(redisContext *ctx) { pool_.putConnection(ctx); }

private:
  RedisManager() : pool_("127.0.0.1", 6379) {}
  RedisPool pool_;
};

class RedisLease {
public:
  RedisLease() : ctx_(RedisManager::GetInstance()->borrow()) {
    if (ctx_ == nullptr)
      throw std::runtime_error("no redis");
  }
  RedisLease(const RedisLease &) = delete;
  RedisLease &operator=(const RedisLease &) = delete;
  ~RedisLease() { RedisManager::GetInstance()->giveBack(ctx_); }
  redisContext *operator->() const { return ctx_; }
  operator redisContext *() const { return ctx_; }

private:
  redisContext *ctx_;
};

std::string verificationCode(const std::string &email) {
  RedisLease redis;
  auto *reply = static_cast<redisReply *>(redisCommand(redis, "GET code_%s", email.c_str()));
  if (reply == nullptr)
    throw std::runtime_error(redis->errstr);
  std::string code = reply->type == REDIS_REPLY_STRING ? std::string(reply->str, reply->len) : "";
  freeReplyObject(reply);
  if (code.empty())
    return "none";
  return code;
}
