// what: awaiting the acquire itself, and awaiting before it
#include "co_task.h"
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

Task<std::string> token();

Task<void> log_in(SqlitePool& pool, Loop& loop, long user) {
    std::string fresh = co_await token();
    auto session = co_await pool.acquire(loop);
    session->execute("UPDATE user SET token = ? WHERE id = ?", fresh, user);
}
