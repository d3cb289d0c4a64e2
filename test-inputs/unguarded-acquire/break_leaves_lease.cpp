// what: the polling loop is left with break before the connection of that round is given back.
#include "ua_redis_pool.h"
#include <atomic>
#include <string>
#include <vector>

std::vector<std::string> drainQueue(RedisPool &pool, const std::string &key, const std::atomic<bool> &stop) {
  std::vector<std::string> jobs;
  while (!stop) {
    redisContext *redis = nullptr;
    if (pool.getConnection(&redis) != 0) // EXPECT: unguarded-acquire
      break;
    auto *reply = static_cast<redisReply *>(redisCommand(redis, "LPOP %s", key.c_str()));
    if (reply == nullptr)
      break;
    bool empty = reply->type == REDIS_REPLY_NIL;
    if (!empty)
      jobs.emplace_back(reply->str, reply->len);
    freeReplyObject(reply);
    pool.putConnection(redis);
    if (empty)
      break;
  }
  return jobs;
}
