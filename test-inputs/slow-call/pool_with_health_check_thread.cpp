// what: right, because the pool's own keeper thread sleeps between rounds with nothing taken out, and reconnects after closing the dead handle
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace self_healing_pool {

class HealingPool {
public:
    explicit HealingPool(std::string conninfo) : conninfo_(std::move(conninfo)), keeper_([this] { keep(); }) {}
    HealingPool(const HealingPool&) = delete;
    HealingPool& operator=(const HealingPool&) = delete;
    ~HealingPool() {
        stopped_ = true;
        keeper_.join();
        for (PGconn* conn : idle_)
            PQfinish(conn);
    }

    PGconn* getConnection() {
        std::lock_guard<std::mutex> lock(mutex_);
        if (idle_.empty())
            return nullptr;
        PGconn* conn = idle_.front();
        idle_.pop_front();
        return conn;
    }

    void releaseConnection(PGconn* conn) {
        std::lock_guard<std::mutex> lock(mutex_);
        idle_.push_back(conn);
    }

private:
    PGconn* connect() {
        for (;;) {
            PGconn* conn = PQconnectdb(conninfo_.c_str());
            if (PQstatus(conn) == CONNECTION_OK)
                return conn;
            PQfinish(conn);
            sleep(1);
        }
    }

    void keep() {
        while (!stopped_) {
            PGconn* conn = getConnection();
            if (conn != nullptr && PQstatus(conn) != CONNECTION_OK) {
                PQfinish(conn);
                conn = connect();
            }
            if (conn != nullptr)
                releaseConnection(conn);
            std::this_thread::sleep_for(std::chrono::seconds(30));
        }
    }

    std::string conninfo_;
    std::deque<PGconn*> idle_;
    std::mutex mutex_;
    std::atomic<bool> stopped_{false};
    std::thread keeper_;
};

} // namespace self_healing_pool
