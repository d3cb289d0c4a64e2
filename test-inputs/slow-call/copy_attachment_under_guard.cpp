// what: copies an uploaded file while an RAII guard with an out-parameter (SqlConnRAII) keeps a pooled MYSQL* busy
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "slow_mysql_pool.h"

#include <filesystem>
#include <string>

namespace attachment_store {

bool file_attachment(int message, const std::filesystem::path& upload, const std::filesystem::path& target) {
    MYSQL* sql = nullptr;
    SqlConnRAII raii(&sql, SqlConnPool::Instance());
    if (!sql)
        return false;

    std::error_code failed;
    std::filesystem::copy_file(upload, target, failed); // EXPECT: slow-call "copies a file"
    if (failed)
        return false;

    const std::string statement =
        "INSERT INTO attachments(message, path) VALUES(" + std::to_string(message) + ", '" + target.string() + "')";
    return mysql_query(sql, statement.c_str()) == 0;
}

} // namespace attachment_store
