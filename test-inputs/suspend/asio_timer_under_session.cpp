// what: a coroutine on Boost.Asio waits for a timer with a session in hand
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

asio::awaitable<void> sweep(SqlitePool& pool) {
    auto session = co_await leasehold::async_acquire(pool, asio::use_awaitable); // NOTE: "acquired here"
    auto executor = co_await asio::this_coro::executor;
    session->execute("DELETE FROM cart WHERE old");
    asio::steady_timer timer(executor, std::chrono::seconds(30));
    co_await timer.async_wait(asio::use_awaitable); // EXPECT: suspend "timer.async_wait"
    session->execute("DELETE FROM log WHERE old");
}
