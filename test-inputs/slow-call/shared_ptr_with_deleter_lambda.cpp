// what: the pool hands out shared_ptr<MYSQL> whose deleter lambda returns the connection; the file copy runs under it
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <mysql.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace photo_album {

class MysqlPool {
public:
    std::shared_ptr<MYSQL> get() {
        std::lock_guard<std::mutex> lock(mutex_);
        if (idle_.empty())
            return nullptr;
        MYSQL* conn = idle_.back();
        idle_.pop_back();
        return std::shared_ptr<MYSQL>(conn, [this](MYSQL* c) { put(c); });
    }

private:
    void put(MYSQL* conn) {
        std::lock_guard<std::mutex> lock(mutex_);
        idle_.push_back(conn);
    }

    std::mutex mutex_;
    std::vector<MYSQL*> idle_;
};

bool duplicate_album(MysqlPool& pool, const std::string& from, const std::string& to) {
    std::shared_ptr<MYSQL> db = pool.get();
    if (!db)
        return false;
    std::error_code ec;
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive, ec); // EXPECT: slow-call
    if (ec)
        return false;
    return mysql_query(db.get(), "INSERT INTO albums(source) VALUES('copy')") == 0;
}

} // namespace photo_album
