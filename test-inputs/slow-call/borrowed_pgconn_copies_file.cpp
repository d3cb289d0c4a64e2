// what: a DAO function that receives a PGconn* rotates a file while its caller's connection waits
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace media_dao {

bool rename_media(PGconn* conn, const std::string& id, const std::filesystem::path& from, const std::filesystem::path& to) {
    const std::string target = to.string();
    const char* values[] = {id.c_str(), target.c_str()};
    PGresult* done = PQexecParams(conn, "UPDATE media SET path = $2 WHERE id = $1", 2, nullptr, values, nullptr, nullptr, 0);
    const bool updated = PQresultStatus(done) == PGRES_COMMAND_OK;
    PQclear(done);
    if (!updated)
        return false;

    std::error_code ec;
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing, ec); // EXPECT: slow-call "copies a file"
    return !ec;
}

} // namespace media_dao
