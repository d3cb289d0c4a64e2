// GuideTest.cpp: the C++ of docs/pool.md, compiled and run. The last test compares the two.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

// Boost 1.74 looks for clang's coroutines of 2019.
#if defined(__clang__) && !defined(BOOST_ASIO_HAS_CO_AWAIT)
#define BOOST_ASIO_HAS_CO_AWAIT 1
#define BOOST_ASIO_HAS_STD_COROUTINE 1
#endif

#include "sqlitecpp_driver.h"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <leasehold/asio.h>
#include <leasehold/mariadb.h>
#include <leasehold/postgres.h>
#include <leasehold/slow_region.h>
#include <leasehold/sqlite.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sstream>
#include <unistd.h>

// The guide's names: no namespace around them, and the working directory is the database's.
namespace {

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;
namespace asio = boost::asio;

std::vector<std::string> greeted;
void greet(std::int64_t /*id*/, const std::string &name) { greeted.push_back(name); }

int sent = 0;
void send(const std::string & /*file*/) { ++sent; }

void upload(const std::string &file) {
  leasehold::SlowRegion slow("uploads a file"); // leasehold/slow_region.h
  send(file);
}

/// The least that a coroutine needs.
struct Job {
  struct promise_type {
    Job get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

/// Runs later what is posted.
struct ThreadPool {
  std::mutex mutex;
  std::vector<std::function<void()>> posted;
  void post(std::function<void()> f) {
    const std::scoped_lock lock(mutex);
    posted.push_back(std::move(f));
  }
};

Job count(SqlitePool &pool, ThreadPool &threads, std::int64_t &customers) {
  auto session = co_await pool.acquire(threads);
  customers = session->query("SELECT count(*) FROM customers").at(0).get<std::int64_t>(0);
}

asio::awaitable<void> serve(SqlitePool &pool) {
  auto session = co_await leasehold::async_acquire(pool, asio::use_awaitable);
  session->execute("DELETE FROM carts WHERE old");
}

/// A shop in a directory of its own.
class Guide : public testing::Test {
protected:
  Guide()
      : before_(std::filesystem::current_path()),
        directory_(std::filesystem::temp_directory_path() /
                   ("leasehold-guide-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(directory_);
    std::filesystem::current_path(directory_);
    SqlitePool pool(leasehold::sqlite::Driver("shop.db"));
    pool.acquire()->script(R"sql(
      CREATE TABLE stock (id INTEGER, n INTEGER);
      INSERT INTO stock VALUES (7, 3);
      CREATE TABLE customers (id INTEGER, name TEXT, city TEXT);
      INSERT INTO customers VALUES (1, 'Erika', 'Graz'), (2, 'Max', 'Wien');
      CREATE TABLE carts (old INTEGER);
      INSERT INTO carts VALUES (0), (1);)sql");
  }
  ~Guide() override {
    std::filesystem::current_path(before_);
    std::filesystem::remove_all(directory_);
  }

private:
  std::filesystem::path before_, directory_;
};

TEST_F(Guide, ASessionForAsLongAsItIsNeeded) {
  // clang-format off
  leasehold::Pool pool(leasehold::sqlite::Driver("shop.db"));

  pool.transaction([](auto &session) {                    // committed, or rolled back when it throws
    session->execute("UPDATE stock SET n = n - 1 WHERE id = ?", 7);
  });

  {
    auto session = pool.acquire();                        // given back at the end of the scope
    for (const auto &row : session->query("SELECT id, name FROM customers WHERE city = ?", "Graz"))
      greet(row.get<std::int64_t>("id"), row.get<std::string>("name"));
  }
  // clang-format on
  EXPECT_EQ(pool.acquire()->query("SELECT n FROM stock").at(0).get<int>(0), 2);
  EXPECT_EQ(greeted, std::vector<std::string>{"Erika"});
}

TEST_F(Guide, Options) {
  leasehold::Options options = leasehold::Options::from_env();
  options.name = "orders";
  options.leak_threshold = std::chrono::minutes(1);
  leasehold::Pool pool(leasehold::sqlite::Driver("shop.db"), options);
  EXPECT_EQ(pool.options().name, "orders");
}

TEST_F(Guide, WhenSomethingIsWrong) {
  std::ostringstream log;
  spdlog::set_default_logger(
      std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
  leasehold::Options options;
  options.pool_size = 1;
  options.max_overflow = 0;
  // clang-format off
  options.on_event = [](const leasehold::Event &e) {
    spdlog::warn("{} ({}:{})", e.message, e.site, e.line);
  };
  // clang-format on
  leasehold::Pool pool(leasehold::sqlite::Driver("shop.db"), options);
  {
    auto session = pool.acquire();
    session.doing("copies the files"); // a literal; forgotten when given back
    EXPECT_THROW((void)pool.acquire(std::chrono::milliseconds(5)), leasehold::TimeoutError);
    upload("photo.jpg");
  }
  EXPECT_EQ(sent, 1);
  EXPECT_NE(log.str().find("copies the files"), std::string::npos) << log.str();
  EXPECT_NE(log.str().find("uploads a file while this thread holds"), std::string::npos)
      << log.str();
}

TEST_F(Guide, Coroutines) {
  asio::io_context io;
  ThreadPool threads;
  SqlitePool pool(leasehold::sqlite::Driver("shop.db"));
  std::int64_t customers = 0;
  count(pool, threads, customers);
  for (int i = 0; customers == 0 && i < 2000; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::vector<std::function<void()>> posted;
    {
      const std::scoped_lock lock(threads.mutex);
      posted.swap(threads.posted);
    }
    for (const auto &f : posted)
      f();
  }
  EXPECT_EQ(customers, 2);
  asio::co_spawn(io, serve(pool), asio::detached);
  io.run();
  EXPECT_EQ(pool.acquire()->query("SELECT * FROM carts").size(), 1U);
}

// They connect when first used: this only says what they are.
TEST_F(Guide, Databases) {
  const std::string password = "secret";
  leasehold::Pool orders(leasehold::postgres::Driver("postgresql://shop@db.example/shop"));

  leasehold::mariadb::Config config;
  config.host = "db.example";
  config.user = config.database = "shop";
  config.password = password;
  config.answer_timeout = std::chrono::seconds(30);
  leasehold::Pool stock{leasehold::mariadb::Driver(config)};
  EXPECT_EQ(orders.snapshot().total + stock.snapshot().total, 0U);
}

TEST_F(Guide, ADriverOfYourOwn) {
  leasehold::Pool pool(SqliteCppDriver{"shop.db"});
  pool.transaction([](auto &session) { session->exec("DELETE FROM carts"); });
  EXPECT_EQ(pool.acquire()->execAndGet("SELECT count(*) FROM carts").getInt(), 0);
}

/// The text without what formatting may change: spaces, and where a comment stands.
std::string bare(const std::string &text) {
  std::string result;
  for (char c : text)
    if (!std::isspace(static_cast<unsigned char>(c)))
      result += c;
  return result;
}

std::string content(const std::string &path) {
  std::ifstream in(path);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(GuideText, EveryPieceOfCodeIsInThisFile) {
  const std::string here = bare(content(__FILE__));
  const std::string guide = content(LEASEHOLD_SOURCE_DIR "/docs/pool.md");
  const std::string begin = "```cpp\n";
  int pieces = 0;
  for (std::size_t at = guide.find(begin); at != std::string::npos; at = guide.find(begin, at)) {
    at += begin.size();
    const std::string piece = guide.substr(at, guide.find("```", at) - at);
    EXPECT_NE(here.find(bare(piece)), std::string::npos) << piece;
    ++pieces;
  }
  EXPECT_GE(pieces, 10);
}

} // namespace
