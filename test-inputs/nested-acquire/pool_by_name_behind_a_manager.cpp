// what: a manager looks up one of its pools by name; the helper takes a second session of the same one
#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <string>

#include <mysql/mysql.h>

class Pool {
public:
    MYSQL* acquire() {
        std::unique_lock<std::mutex> lock(mutex_);
        freed_.wait(lock, [this] { return !free_.empty(); });
        MYSQL* connection = free_.front();
        free_.pop_front();
        return connection;
    }
    void release(MYSQL* connection) {
        std::lock_guard<std::mutex> lock(mutex_);
        free_.push_back(connection);
        freed_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable freed_;
    std::list<MYSQL*> free_;
};

class Pools {
public:
    static Pools& instance() {
        static Pools all;
        return all;
    }
    MYSQL* acquire(const char* name) {
        auto found = pools_.find(name);
        return found == pools_.end() ? nullptr : found->second->acquire();
    }
    void release(const char* name, MYSQL* connection) {
        auto found = pools_.find(name);
        if (found != pools_.end())
            found->second->release(connection);
    }

private:
    std::map<std::string, Pool*> pools_;
};

void touch_group(int group) {
    Pools& pools = Pools::instance();
    if (MYSQL* connection = pools.acquire("master")) {
        mysql_query(connection, ("UPDATE groups SET used = now() WHERE id = " + std::to_string(group)).c_str());
        pools.release("master", connection);
    }
}

void send(int group, const std::string& insert) {
    Pools& pools = Pools::instance();
    if (MYSQL* connection = pools.acquire("master")) {
        if (mysql_query(connection, insert.c_str()) == 0)
            touch_group(group); // EXPECT: nested-acquire
        pools.release("master", connection);
    }
}

// Another of the manager's pools.
void copy(int group, const std::string& select) {
    Pools& pools = Pools::instance();
    if (MYSQL* connection = pools.acquire("slave")) {
        if (mysql_query(connection, select.c_str()) == 0)
            touch_group(group);
        pools.release("slave", connection);
    }
}

// One that is not known until it runs.
void copy_to(const char* name, int group, const std::string& select) {
    Pools& pools = Pools::instance();
    if (MYSQL* connection = pools.acquire(name)) {
        if (mysql_query(connection, select.c_str()) == 0)
            touch_group(group);
        pools.release(name, connection);
    }
}
