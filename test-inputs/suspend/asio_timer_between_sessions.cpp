// what: a session on each side of the timer
// Boost 1.74 looks for clang's coroutines of 2019.
#ifndef BOOST_ASIO_HAS_CO_AWAIT
#define BOOST_ASIO_HAS_CO_AWAIT 1
#define BOOST_ASIO_HAS_STD_COROUTINE 1
#endif
#include <utility> // which Boost 1.74 forgets
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <leasehold/asio.h>
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;
namespace asio = boost::asio;

asio::awaitable<void> purge(SqlitePool& pool, const char* table) {
    auto session = co_await leasehold::async_acquire(pool, asio::use_awaitable);
    auto executor = co_await asio::this_coro::executor;
    (void)executor;
    session->execute(std::string("DELETE FROM ") + table + " WHERE old");
}

asio::awaitable<void> sweep(SqlitePool& pool) {
    co_await purge(pool, "cart");
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::seconds(30));
    co_await timer.async_wait(asio::use_awaitable);
    co_await purge(pool, "log");
}
