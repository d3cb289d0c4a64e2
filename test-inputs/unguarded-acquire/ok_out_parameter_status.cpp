// what: nothing is held when the status says that the acquire failed; otherwise all paths put back.
#include "ua_redis_pool.h"
#include <string>

bool publish(RedisPool &pool, const std::string &channel, const std::string &text) {
  redisContext *ctx = nullptr;
  if (pool.getConnection(&ctx) != 0)
    return false;
  void *raw = redisCommand(ctx, "PUBLISH %s %s", channel.c_str(), text.c_str());
  pool.putConnection(ctx);
  if (raw == nullptr)
    return false;
  auto *reply = static_cast<redisReply *>(raw);
  bool delivered = reply->integer > 0;
  freeReplyObject(reply);
  return delivered;
}

int ping(RedisPool &pool) {
  redisContext *ctx;
  int rc = pool.getConnection(&ctx);
  if (rc)
    return rc;
  redisReply *reply = static_cast<redisReply *>(redisCommand(ctx, "PING"));
  rc = reply ? 0 : -2;
  if (reply)
    freeReplyObject(reply);
  pool.putConnection(ctx);
  return rc;
}
