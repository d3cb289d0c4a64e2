// A hand-written libpq pool and guard for the WebSocket inputs, all bodies in the header.
#pragma once

#include <libpq-fe.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

class DbPool;

class DbLease {
public:
    DbLease() = default;
    DbLease(DbPool* pool, PGconn* conn) : pool_(pool), conn_(conn) {}
    DbLease(DbLease&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), conn_(std::exchange(other.conn_, nullptr)) {}
    DbLease& operator=(DbLease&& other) noexcept {
        if (this != &other) {
            reset();
            pool_ = std::exchange(other.pool_, nullptr);
            conn_ = std::exchange(other.conn_, nullptr);
        }
        return *this;
    }
    DbLease(const DbLease&) = delete;
    DbLease& operator=(const DbLease&) = delete;
    ~DbLease() { reset(); }

    PGconn* get() const { return conn_; }
    inline void reset();

private:
    DbPool* pool_ = nullptr;
    PGconn* conn_ = nullptr;
};

class DbPool {
public:
    DbPool(const std::string& conninfo, int size) {
        for (int i = 0; i < size; ++i)
            idle_.push_back(PQconnectdb(conninfo.c_str()));
    }
    DbPool(const DbPool&) = delete;
    DbPool& operator=(const DbPool&) = delete;
    ~DbPool() {
        for (PGconn* conn : idle_)
            PQfinish(conn);
    }

    DbLease acquire() { return DbLease(this, take()); }

    std::shared_ptr<PGconn> acquire_shared() {
        return std::shared_ptr<PGconn>(take(), [this](PGconn* conn) { give_back(conn); });
    }

    PGconn* take() {
        std::unique_lock<std::mutex> lock(mutex_);
        freed_.wait(lock, [this] { return !idle_.empty(); });
        PGconn* conn = idle_.back();
        idle_.pop_back();
        return conn;
    }

    void give_back(PGconn* conn) {
        std::lock_guard<std::mutex> lock(mutex_);
        idle_.push_back(conn);
        freed_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<PGconn*> idle_;
};

inline void DbLease::reset() {
    if (conn_ != nullptr)
        pool_->give_back(std::exchange(conn_, nullptr));
}

// One statement with one parameter.
inline bool pg_run(PGconn* conn, const char* statement, const std::string& value) {
    const char* values[] = {value.c_str()};
    PGresult* done = PQexecParams(conn, statement, 1, nullptr, values, nullptr, nullptr, 0);
    const ExecStatusType status = PQresultStatus(done);
    PQclear(done);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}
