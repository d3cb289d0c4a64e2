// what: Leasehold's own pool: the request's session goes to another thread; the pool may go, and a session of its own.
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void wrongly(SqlitePool &pool, boost::asio::thread_pool &threads) {
  auto session = pool.acquire();
  boost::asio::post(threads, [&session] { session->execute("ANALYZE"); }); // EXPECT: background-task
}

void rightly(SqlitePool &pool, boost::asio::thread_pool &threads) {
  boost::asio::post(threads, [&pool] { pool.acquire()->execute("ANALYZE"); });
}

void givenAway(SqlitePool &pool, boost::asio::thread_pool &threads) {
  auto session = pool.acquire();
  const auto rows = session->query("SELECT id FROM carts");
  session.release();
  boost::asio::post(threads, [rows] { (void)rows.size(); });
}
