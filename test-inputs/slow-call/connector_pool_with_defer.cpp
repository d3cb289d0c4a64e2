// what: a pool of MySQL Connector/C++ connections given back by a Defer at the end of the function; the mail goes out before that
#include "slow_defer.h"

#include <mysql_connection.h>
#include <cppconn/prepared_statement.h>
#include <curl/curl.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <queue>
#include <string>

namespace user_registration {

class MySqlPool {
public:
    std::unique_ptr<sql::Connection> getConnection() {
        std::unique_lock<std::mutex> lock(mutex_);
        cond_.wait(lock, [this] { return stopped_ || !pool_.empty(); });
        if (stopped_)
            return nullptr;
        std::unique_ptr<sql::Connection> con(std::move(pool_.front()));
        pool_.pop();
        return con;
    }

    void returnConnection(std::unique_ptr<sql::Connection> con) {
        std::lock_guard<std::mutex> lock(mutex_);
        if (stopped_)
            return;
        pool_.push(std::move(con));
        cond_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable cond_;
    std::queue<std::unique_ptr<sql::Connection>> pool_;
    bool stopped_ = false;
};

static bool send_verification(const std::string& email) {
    CURL* curl = curl_easy_init();
    if (!curl)
        return false;
    curl_easy_setopt(curl, CURLOPT_URL, "smtp://mail.internal");
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, email.c_str());
    const CURLcode code = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    return code == CURLE_OK;
}

bool register_user(MySqlPool& pool, const std::string& name, const std::string& email) {
    auto con = pool.getConnection();
    if (con == nullptr)
        return false;
    Defer defer([&pool, &con] { pool.returnConnection(std::move(con)); });

    std::unique_ptr<sql::PreparedStatement> statement(con->prepareStatement("INSERT INTO users(name, email) VALUES(?, ?)"));
    statement->setString(1, name);
    statement->setString(2, email);
    if (statement->executeUpdate() != 1)
        return false;
    return send_verification(email); // EXPECT: slow-call
}

} // namespace user_registration
