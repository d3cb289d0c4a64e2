// what: the function returns the future of a task that uses its own local connection
#include <future>
#include <hiredis/hiredis.h>
#include <memory>
#include <string>

struct RedisFree {
  void operator()(redisContext *ctx) const { redisFree(ctx); }
};
using Redis = std::unique_ptr<redisContext, RedisFree>;

std::future<long long> countVisit(const std::string &host, const std::string &page) {
  Redis redis(redisConnect(host.c_str(), 6379));
  if (!redis || redis->err)
    return {};
  redisContext *ctx = redis.get();
  return std::async(std::launch::async, [ctx, page] { // EXPECT: background-task
    auto *reply = static_cast<redisReply *>(redisCommand(ctx, "INCR visits:%s", page.c_str()));
    if (reply == nullptr)
      return -1LL;
    const long long count = reply->integer;
    freeReplyObject(reply);
    return count;
  });
}
