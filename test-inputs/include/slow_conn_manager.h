// A hand-written pool and guard whose bodies sit in another file: only the shape and the names are visible.
#pragma once

#include <libpq-fe.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>

class ConnectionManager {
public:
    static ConnectionManager& instance();

    explicit ConnectionManager(std::string conninfo);
    ~ConnectionManager();

    PGconn* acquireConnection() noexcept;
    bool acquireConnection(PGconn** out) noexcept; // false: none free, *out is null
    void releaseConnection(PGconn* conn) noexcept;

private:
    std::string conninfo_;
    std::deque<PGconn*> freeConnections_;
    std::mutex mutex_;
    std::condition_variable freed_;
};

class ScopedConnection {
public:
    explicit ScopedConnection(ConnectionManager& manager);
    ScopedConnection(const ScopedConnection&) = delete;
    ScopedConnection& operator=(const ScopedConnection&) = delete;
    ~ScopedConnection();

    PGconn* handle() const noexcept;
    void release() noexcept; // gives the connection back before the destructor does

private:
    ConnectionManager& manager_;
    PGconn* connection_;
};
