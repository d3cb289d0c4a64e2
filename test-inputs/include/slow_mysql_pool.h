// The pool of many small C++ web servers: a singleton, a queue of MYSQL*, a counting semaphore, and a guard with an out-parameter.
#pragma once

#include <mysql.h>
#include <semaphore.h>

#include <cassert>
#include <mutex>
#include <queue>

class SqlConnPool {
public:
    static SqlConnPool* Instance() {
        static SqlConnPool pool;
        return &pool;
    }

    MYSQL* GetConn() {
        MYSQL* sql = nullptr;
        if (connQue_.empty())
            return nullptr;
        sem_wait(&semId_);
        {
            std::lock_guard<std::mutex> locker(mtx_);
            sql = connQue_.front();
            connQue_.pop();
        }
        return sql;
    }

    void FreeConn(MYSQL* sql) {
        assert(sql);
        std::lock_guard<std::mutex> locker(mtx_);
        connQue_.push(sql);
        sem_post(&semId_);
    }

    void Init(const char* host, int port, const char* user, const char* pwd, const char* dbName, int connSize) {
        int opened = 0;
        for (int i = 0; i < connSize; i++) {
            MYSQL* sql = mysql_init(nullptr);
            if (!sql)
                continue;
            if (!mysql_real_connect(sql, host, user, pwd, dbName, static_cast<unsigned>(port), nullptr, 0)) {
                mysql_close(sql);
                continue;
            }
            connQue_.push(sql);
            ++opened;
        }
        sem_init(&semId_, 0, static_cast<unsigned>(opened));
    }

    void ClosePool() {
        std::lock_guard<std::mutex> locker(mtx_);
        while (!connQue_.empty()) {
            MYSQL* sql = connQue_.front();
            connQue_.pop();
            mysql_close(sql);
        }
    }

private:
    SqlConnPool() = default;
    ~SqlConnPool() { ClosePool(); }

    std::queue<MYSQL*> connQue_;
    std::mutex mtx_;
    sem_t semId_{};
};

class SqlConnRAII {
public:
    SqlConnRAII(MYSQL** sql, SqlConnPool* connpool) {
        assert(connpool);
        *sql = connpool->GetConn();
        sql_ = *sql;
        connpool_ = connpool;
    }
    SqlConnRAII(const SqlConnRAII&) = delete;
    SqlConnRAII& operator=(const SqlConnRAII&) = delete;
    ~SqlConnRAII() {
        if (sql_)
            connpool_->FreeConn(sql_);
    }

private:
    MYSQL* sql_;
    SqlConnPool* connpool_;
};
