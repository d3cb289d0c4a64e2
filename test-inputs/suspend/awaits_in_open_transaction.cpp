// what: a leasehold transaction stays open while a mail is sent
#include "co_task.h"
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

Task<void> send_mail(std::string to);

Task<void> close_account(SqlitePool& pool, Loop& loop, long id, std::string mail) {
    auto session = co_await pool.acquire(loop);
    auto transaction = session.begin();
    session->execute("UPDATE account SET closed = 1 WHERE id = ?", id);
    co_await send_mail(mail); // EXPECT: suspend "with an open transaction"
    transaction.commit();
}
