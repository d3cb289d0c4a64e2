// what: right, because taking a connection of a different pool (Redis, beside MySQL) is database work, not a slow call, even where the pool's body waits for a free one
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "slow_mysql_pool.h"

#include <hiredis/hiredis.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace profile_cache {

class RedisPool {
public:
    redisContext* acquire() {
        std::unique_lock<std::mutex> lock(mutex_);
        free_.wait(lock, [this] { return !contexts_.empty(); });
        redisContext* context = contexts_.back();
        contexts_.pop_back();
        return context;
    }
    void release(redisContext* context) {
        std::lock_guard<std::mutex> lock(mutex_);
        contexts_.push_back(context);
        free_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable free_;
    std::vector<redisContext*> contexts_;
};

class RedisGuard {
public:
    explicit RedisGuard(RedisPool& pool) : pool_(pool), context_(pool.acquire()) {}
    RedisGuard(const RedisGuard&) = delete;
    RedisGuard& operator=(const RedisGuard&) = delete;
    ~RedisGuard() { pool_.release(context_); }
    redisContext* get() const { return context_; }

private:
    RedisPool& pool_;
    redisContext* context_;
};

bool refresh(RedisPool& cache, int user) {
    MYSQL* sql = nullptr;
    SqlConnRAII raii(&sql, SqlConnPool::Instance());
    if (!sql)
        return false;
    const std::string query = "SELECT profile FROM users WHERE id = " + std::to_string(user);
    if (mysql_query(sql, query.c_str()) != 0)
        return false;
    MYSQL_RES* rows = mysql_store_result(sql);
    if (!rows)
        return false;
    if (MYSQL_ROW row = mysql_fetch_row(rows)) {
        RedisGuard redis(cache);
        freeReplyObject(redisCommand(redis.get(), "SET profile:%d %s", user, row[0] ? row[0] : ""));
    }
    mysql_free_result(rows);
    return true;
}

} // namespace profile_cache
