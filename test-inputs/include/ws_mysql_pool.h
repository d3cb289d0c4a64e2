// A hand-written MySQL pool whose bodies are elsewhere.
#pragma once

#include <mysql.h>

#include <condition_variable>
#include <mutex>
#include <queue>

class MysqlConnectionPool {
public:
    static MysqlConnectionPool& getInstance();

    MYSQL* getConnection() noexcept;
    void releaseConnection(MYSQL* conn) noexcept;

private:
    MysqlConnectionPool();
    ~MysqlConnectionPool();

    std::queue<MYSQL*> connections_;
    std::mutex mutex_;
    std::condition_variable available_;
};

// Gives its connection back when it goes.
class MysqlGuard {
public:
    explicit MysqlGuard(MysqlConnectionPool& pool) : pool_(&pool), conn_(pool.getConnection()) {}
    MysqlGuard(MysqlGuard&& other) noexcept : pool_(other.pool_), conn_(other.conn_) { other.conn_ = nullptr; }
    MysqlGuard(const MysqlGuard&) = delete;
    MysqlGuard& operator=(const MysqlGuard&) = delete;
    ~MysqlGuard() {
        if (conn_)
            pool_->releaseConnection(conn_);
    }
    MYSQL* get() const { return conn_; }

private:
    MysqlConnectionPool* pool_;
    MYSQL* conn_;
};
