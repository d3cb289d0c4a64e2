// A hand-written pool of pqxx::connection with a guard that behaves like a pointer.
#pragma once

#include <pqxx/pqxx>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <utility>

class PqxxPool;

class PooledPqxx {
public:
    PooledPqxx(PqxxPool* pool, std::unique_ptr<pqxx::connection> conn) : pool_(pool), conn_(std::move(conn)) {}
    PooledPqxx(PooledPqxx&&) noexcept = default;
    PooledPqxx& operator=(PooledPqxx&&) = delete;
    ~PooledPqxx() { give_back(); }

    pqxx::connection& operator*() const { return *conn_; }
    pqxx::connection* operator->() const { return conn_.get(); }
    inline void give_back();

private:
    PqxxPool* pool_;
    std::unique_ptr<pqxx::connection> conn_;
};

class PqxxPool {
public:
    PqxxPool(const std::string& conninfo, int size) {
        for (int i = 0; i < size; ++i)
            free_.push(std::make_unique<pqxx::connection>(conninfo));
    }

    PooledPqxx acquire() {
        std::unique_lock<std::mutex> lock(mutex_);
        freed_.wait(lock, [this] { return !free_.empty(); });
        auto conn = std::move(free_.front());
        free_.pop();
        return PooledPqxx(this, std::move(conn));
    }

    void release(std::unique_ptr<pqxx::connection> conn) {
        std::lock_guard<std::mutex> lock(mutex_);
        free_.push(std::move(conn));
        freed_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable freed_;
    std::queue<std::unique_ptr<pqxx::connection>> free_;
};

inline void PooledPqxx::give_back() {
    if (conn_)
        pool_->release(std::move(conn_));
}
