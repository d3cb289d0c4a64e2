// what: the session comes through an out parameter; it is not put back when the reply is an error.
#include "ua_redis_pool.h"
#include <string>

class SessionStore {
public:
  explicit SessionStore(RedisPool &pool) : pool_(pool) {}

  int load(const std::string &sid, std::string &value) {
    redisContext *ctx;
    int rc = pool_.getConnection(&ctx); // EXPECT: unguarded-acquire
    if (rc != 0)
      return rc;
    redisReply *reply = static_cast<redisReply *>(redisCommand(ctx, "GET session:%s", sid.c_str()));
    if (!reply)
      return -2;
    if (reply->type == REDIS_REPLY_STRING)
      value.assign(reply->str, reply->len);
    freeReplyObject(reply);
    pool_.putConnection(ctx);
    return 0;
  }

private:
  RedisPool &pool_;
};
