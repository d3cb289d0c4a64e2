// what: a session that a coroutine on Boost.Asio acquired, held across a wait; and given back before.
// Boost 1.74 looks for clang's coroutines of 2019.
#ifndef BOOST_ASIO_HAS_CO_AWAIT
#define BOOST_ASIO_HAS_CO_AWAIT 1
#define BOOST_ASIO_HAS_STD_COROUTINE 1
#endif
#include <utility> // which Boost 1.74 forgets
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <leasehold/asio.h>
#include <leasehold/sqlite.h>
#include <thread>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;
namespace asio = boost::asio;

asio::awaitable<void> rotate(SqlitePool &pool) {
  auto session = co_await leasehold::async_acquire(pool, asio::use_awaitable); // NOTE: "acquired here"
  session->execute("DELETE FROM log WHERE old");
  std::this_thread::sleep_for(std::chrono::seconds(60)); // EXPECT: slow-call "pooled session 'session'"
}

asio::awaitable<void> rightly(SqlitePool &pool) {
  {
    auto session = co_await leasehold::async_acquire(pool, asio::use_awaitable);
    session->execute("DELETE FROM log WHERE old");
  }
  std::this_thread::sleep_for(std::chrono::seconds(60));
}
