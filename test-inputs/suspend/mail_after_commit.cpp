// what: the mail goes out when the transaction is over and the session is back
#include "co_task.h"
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

Task<void> send_mail(std::string to);

Task<void> close_account(SqlitePool& pool, Loop& loop, long id, std::string mail) {
    {
        auto session = co_await pool.acquire(loop);
        auto transaction = session.begin();
        session->execute("UPDATE account SET closed = 1 WHERE id = ?", id);
        transaction.commit();
    }
    co_await send_mail(mail);
}

Task<void> close_all(SqlitePool& pool, std::vector<std::string> mails) {
    pool.transaction([](auto& session) { session->execute("UPDATE account SET closed = 1"); });
    for (const std::string& mail : mails)
        co_await send_mail(mail);
}
