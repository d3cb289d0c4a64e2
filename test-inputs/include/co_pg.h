// A hand-written pool of asynchronous PostgreSQL connections for coroutines, with its guard.
#pragma once

#include "co_task.h"
#include <libpq-fe.h>
#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

struct Rows {
    std::vector<std::string> values;
};

class CoPool;

class CoSession {
public:
    CoSession(CoPool& pool, PGconn* conn) : pool_(&pool), conn_(conn) {}
    CoSession(CoSession&& other) noexcept : pool_(other.pool_), conn_(std::exchange(other.conn_, nullptr)) {}
    CoSession& operator=(CoSession&&) = delete;
    ~CoSession() { release(); }

    Task<Rows> query(std::string sql, std::vector<std::string> params = {});
    Task<void> execute(std::string sql, std::vector<std::string> params = {});
    void release();
    PGconn* raw() const { return conn_; }

private:
    CoPool* pool_;
    PGconn* conn_;
};

class CoPool {
public:
    CoSession acquire() {
        std::lock_guard<std::mutex> lock(mutex_);
        PGconn* conn = idle_.back();
        idle_.pop_back();
        return CoSession(*this, conn);
    }
    void give_back(PGconn* conn) {
        std::lock_guard<std::mutex> lock(mutex_);
        idle_.push_back(conn);
    }

private:
    std::mutex mutex_;
    std::deque<PGconn*> idle_;
};

inline void CoSession::release() {
    if (conn_)
        pool_->give_back(std::exchange(conn_, nullptr));
}
