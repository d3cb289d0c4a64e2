// what: the error text of a connection is read when the connection is somebody else's, or gone
// flags: -std=c++20
#include "ua_redis_pool.h"

#include <cstdio>

bool set(RedisPool &pool, const char *key) {
  redisContext *link = nullptr;
  if (pool.getConnection(&link) != 0)
    return false;
  void *reply = redisCommand(link, "SET %s 1", key);
  pool.putConnection(link);
  if (!reply) {
    std::fputs(link->errstr, stderr); // EXPECT: use-after-release "another thread may have it by now"
    return false;
  }
  freeReplyObject(reply);
  return true;
}

int connect(const char *host) {
  redisContext *link = redisConnect(host, 6379);
  if (!link)
    return -1;
  if (link->err) {
    redisFree(link);
    return link->err; // EXPECT: use-after-release "it is closed"
  }
  redisFree(link);
  return 0;
}

int connectRightly(const char *host) {
  redisContext *link = redisConnect(host, 6379);
  if (!link)
    return -1;
  const int err = link->err;
  if (err)
    std::fputs(link->errstr, stderr);
  redisFree(link);
  link = redisConnect(host, 6380);
  const int second = link ? link->err : 0;
  redisFree(link);
  return err + second;
}
