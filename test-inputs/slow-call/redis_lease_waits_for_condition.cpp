// what: a lease on a Redis connection is held while the thread waits for a condition that has nothing to do with Redis
#include <hiredis/hiredis.h>

#include <condition_variable>
#include <list>
#include <mutex>
#include <string>

namespace cache_warmer {

class RedisPool {
public:
    redisContext* borrow() {
        std::lock_guard<std::mutex> lock(mutex_);
        if (contexts_.empty())
            return nullptr;
        redisContext* context = contexts_.front();
        contexts_.pop_front();
        return context;
    }
    void giveBack(redisContext* context) {
        std::lock_guard<std::mutex> lock(mutex_);
        contexts_.push_back(context);
    }

private:
    std::mutex mutex_;
    std::list<redisContext*> contexts_;
};

class RedisLease {
public:
    explicit RedisLease(RedisPool& pool) : pool_(pool), context_(pool.borrow()) {}
    RedisLease(const RedisLease&) = delete;
    RedisLease& operator=(const RedisLease&) = delete;
    ~RedisLease() {
        if (context_)
            pool_.giveBack(context_);
    }
    redisContext* operator*() const { return context_; }

private:
    RedisPool& pool_;
    redisContext* context_;
};

class Warmer {
public:
    explicit Warmer(RedisPool& pool) : pool_(pool) {}

    void catalogue_loaded() {
        std::lock_guard<std::mutex> lock(mutex_);
        loaded_ = true;
        changed_.notify_all();
    }

    void warm(const std::string& key) {
        RedisLease lease(pool_);
        if (!*lease)
            return;
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [this] { return loaded_; }); // EXPECT: slow-call
        freeReplyObject(redisCommand(*lease, "SET %s warm", key.c_str()));
    }

private:
    RedisPool& pool_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool loaded_ = false;
};

} // namespace cache_warmer
