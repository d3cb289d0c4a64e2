// what: redisConnect returns a context with err set on failure; it must be freed, a null check alone is not enough.
#include <hiredis/hiredis.h>
#include <iostream>
#include <string>

class RateLimiter {
public:
  RateLimiter(std::string host, int port) : host_(std::move(host)), port_(port) {}

  bool allow(const std::string &client) {
    redisContext *ctx = redisConnect(host_.c_str(), port_); // EXPECT: unguarded-acquire
    if (ctx == nullptr || ctx->err) {
      std::cerr << "redis: " << (ctx ? ctx->errstr : "out of memory") << '\n';
      return true;
    }
    auto *reply = static_cast<redisReply *>(redisCommand(ctx, "INCR hits:%s", client.c_str()));
    bool ok = reply != nullptr && reply->type == REDIS_REPLY_INTEGER && reply->integer <= 100;
    if (reply)
      freeReplyObject(reply);
    redisFree(ctx);
    return ok;
  }

private:
  std::string host_;
  int port_;
};
