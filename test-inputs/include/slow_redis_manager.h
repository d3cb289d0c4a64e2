// A manager of named pools of redis connections, each wrapped in a class that reconnects by itself.
#pragma once

#include <hiredis/hiredis.h>

#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <string>

class CacheConn {
public:
    explicit CacheConn(std::string host) : host_(std::move(host)) {}
    CacheConn(const CacheConn&) = delete;
    CacheConn& operator=(const CacheConn&) = delete;
    ~CacheConn() {
        if (context_ != nullptr)
            redisFree(context_);
    }

    std::string hget(const std::string& key, const std::string& field) {
        if (!open())
            return "";
        auto* reply = static_cast<redisReply*>(redisCommand(context_, "HGET %s %s", key.c_str(), field.c_str()));
        std::string value = reply != nullptr && reply->str != nullptr ? reply->str : "";
        freeReplyObject(reply);
        return value;
    }

private:
    bool open() {
        if (context_ == nullptr)
            context_ = redisConnect(host_.c_str(), 6379);
        return context_ != nullptr;
    }

    std::string host_;
    redisContext* context_ = nullptr;
};

class CacheManager {
public:
    static CacheManager* getInstance() {
        static CacheManager one;
        return &one;
    }

    CacheConn* GetCacheConn(const std::string& pool) {
        std::unique_lock<std::mutex> lock(mutex_);
        std::list<CacheConn*>& free = free_[pool];
        freed_.wait(lock, [&] { return !free.empty(); });
        CacheConn* conn = free.front();
        free_[pool].pop_front();
        from_[conn] = pool;
        return conn;
    }

    void RelCacheConn(CacheConn* conn) {
        std::lock_guard<std::mutex> lock(mutex_);
        free_[from_[conn]].push_back(conn);
        freed_.notify_one();
    }

private:
    CacheManager() = default;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::map<std::string, std::list<CacheConn*>> free_;
    std::map<CacheConn*, std::string> from_;
};
