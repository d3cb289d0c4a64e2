#pragma once
// A pool of hiredis contexts; get() reports failure by its return code and fills the out parameter on success only.
#include <hiredis/hiredis.h>
#include <list>
#include <mutex>
#include <string>

class RedisPool {
public:
  RedisPool(std::string host, int port) : host_(std::move(host)), port_(port) {}
  RedisPool(const RedisPool &) = delete;
  RedisPool &operator=(const RedisPool &) = delete;

  ~RedisPool() {
    for (redisContext *ctx : free_)
      redisFree(ctx);
  }

  // 0 on success, -1 when the server cannot be reached
  int getConnection(redisContext **out) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!free_.empty()) {
      *out = free_.front();
      free_.pop_front();
      return 0;
    }
    redisContext *ctx = redisConnect(host_.c_str(), port_);
    if (ctx == nullptr)
      return -1;
    if (ctx->err) {
      redisFree(ctx);
      return -1;
    }
    *out = ctx;
    return 0;
  }

  void putConnection(redisContext *ctx) {
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push_back(ctx);
  }

private:
  std::string host_;
  int port_;
  std::mutex mutex_;
  std::list<redisContext *> free_;
};
