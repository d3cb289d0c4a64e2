// what: Boost.MySQL: pooled connections across waits, kept by a task, transactions without an end; and what is right
#include "libraries/boost_mysql.h"
#include <chrono>
#include <thread>

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace mysql = boost::mysql;

asio::awaitable<void> sleeps(mysql::connection_pool &pool) {
  mysql::pooled_connection connection = co_await pool.async_get_connection(); // NOTE: "acquired here"
  mysql::results result;
  co_await connection->async_execute("SELECT 1", result);
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "pooled session 'connection'"
}

asio::awaitable<void> suspends(mysql::connection_pool &pool, asio::steady_timer &timer) {
  mysql::pooled_connection connection = co_await pool.async_get_connection();
  mysql::results result;
  co_await connection->async_execute("SELECT 1", result);
  co_await timer.async_wait(); // EXPECT: suspend
}

asio::awaitable<void> twice(mysql::connection_pool &pool) {
  auto first = co_await pool.async_get_connection();
  auto second = co_await pool.async_get_connection(); // EXPECT: nested-acquire
  mysql::results result;
  co_await first->async_execute("SELECT 1", result);
  co_await second->async_execute("SELECT 1", result);
}

asio::awaitable<void> inThread(mysql::connection_pool &pool) {
  auto connection = co_await pool.async_get_connection();
  mysql::results result;
  co_await connection->async_execute("SELECT 1", result);
  std::thread([&connection] { // EXPECT: background-task "'connection'"
    mysql::results inside;
    connection->execute("SELECT 1", inside);
  }).detach();
}

asio::awaitable<bool> forgetsToCommit(mysql::connection_pool &pool) {
  auto connection = co_await pool.async_get_connection();
  mysql::results result;
  co_await connection->async_execute("START TRANSACTION", result); // EXPECT: unfinished-transaction
  co_await connection->async_execute("UPDATE stock SET amount = 1", result);
  co_return true;
}

// The pool resets the connection, which rolls back: on a path that gives up nothing has to be said.
asio::awaitable<bool> commits(mysql::connection_pool &pool) {
  auto connection = co_await pool.async_get_connection();
  mysql::results result;
  co_await connection->async_execute("START TRANSACTION", result);
  co_await connection->async_execute(mysql::with_params("UPDATE stock SET amount = {}", 1), result);
  if (result.affected_rows() == 0)
    co_return false;
  co_await connection->async_execute("COMMIT", result);
  co_return true;
}

asio::awaitable<void> rightly(mysql::connection_pool &pool, asio::steady_timer &timer) {
  {
    auto connection = co_await pool.async_get_connection();
    mysql::results result;
    co_await connection->async_execute("SELECT 1", result);
  }
  co_await timer.async_wait();
  auto connection = co_await pool.async_get_connection();
  mysql::results result;
  co_await connection->async_execute("SELECT 1", result);
  connection.return_without_reset();
  std::this_thread::sleep_for(1s);
}

// Opened by hand, and closed before the wait.
void byHand(asio::io_context &context, const mysql::connect_params &params) {
  mysql::any_connection connection(context);
  connection.connect(params);
  mysql::results result;
  connection.execute("SELECT 1", result);
  connection.close();
  std::this_thread::sleep_for(1s);
}

void byHandSleeps(asio::io_context &context, const mysql::connect_params &params) {
  mysql::any_connection connection(context);
  connection.connect(params);
  mysql::results result;
  connection.execute("SELECT 1", result);
  std::this_thread::sleep_for(1s); // EXPECT: slow-call "the server holds the idle session"
}
