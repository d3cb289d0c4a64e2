// A hand-written libpq pool with its guard, all bodies in the header.
#pragma once

#include <libpq-fe.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

class PgPool;

class PgLease {
public:
    PgLease() = default;
    PgLease(PgPool& pool, PGconn* conn) : pool_(&pool), conn_(conn) {}
    PgLease(PgLease&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), conn_(std::exchange(other.conn_, nullptr)) {}
    PgLease& operator=(PgLease&& other) noexcept {
        if (this != &other) {
            release();
            pool_ = std::exchange(other.pool_, nullptr);
            conn_ = std::exchange(other.conn_, nullptr);
        }
        return *this;
    }
    PgLease(const PgLease&) = delete;
    PgLease& operator=(const PgLease&) = delete;
    ~PgLease() { release(); }

    PGconn* get() const { return conn_; }
    explicit operator bool() const { return conn_ != nullptr; }
    inline void release();

private:
    PgPool* pool_ = nullptr;
    PGconn* conn_ = nullptr;
};

class PgPool {
public:
    PgPool(const std::string& conninfo, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            PGconn* conn = PQconnectdb(conninfo.c_str());
            if (PQstatus(conn) != CONNECTION_OK) {
                PQfinish(conn);
                continue;
            }
            idle_.push_back(conn);
        }
    }
    PgPool(const PgPool&) = delete;
    PgPool& operator=(const PgPool&) = delete;
    ~PgPool() {
        for (PGconn* conn : idle_)
            PQfinish(conn);
    }

    PgLease acquire() {
        std::unique_lock<std::mutex> lock(mutex_);
        available_.wait(lock, [this] { return !idle_.empty(); });
        PGconn* conn = idle_.front();
        idle_.pop_front();
        return PgLease(*this, conn);
    }

    std::optional<PgLease> try_acquire() {
        std::lock_guard<std::mutex> lock(mutex_);
        if (idle_.empty())
            return std::nullopt;
        PGconn* conn = idle_.front();
        idle_.pop_front();
        return PgLease(*this, conn);
    }

    void put_back(PGconn* conn) {
        {
            std::lock_guard<std::mutex> lock(mutex_);
            idle_.push_back(conn);
        }
        available_.notify_one();
    }

    template <class F>
    auto with_session(F&& f) {
        PgLease lease = acquire();
        return std::forward<F>(f)(lease.get());
    }

private:
    std::mutex mutex_;
    std::condition_variable available_;
    std::deque<PGconn*> idle_;
};

inline void PgLease::release() {
    if (conn_ != nullptr) {
        pool_->put_back(conn_);
        conn_ = nullptr;
    }
}
