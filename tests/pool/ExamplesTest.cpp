// ExamplesTest.cpp: connections of other libraries in the pool, by the drivers of pool/examples/.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Servers.h"
#include "pqxx_driver.h"
#include "soci_driver.h"
#include "sqlitecpp_driver.h"
#include <filesystem>
#include <gtest/gtest.h>
#include <unistd.h>

namespace leasehold::test {
namespace {

static_assert(Driver<PqxxDriver> && ResettingDriver<PqxxDriver>);
static_assert(Driver<SociDriver>);
static_assert(Driver<SqliteCppDriver>);

/// A file that is gone with its test.
class Examples : public testing::Test {
protected:
  Examples()
      : file_(std::filesystem::temp_directory_path() /
              ("leasehold-example-" + std::to_string(getpid()) + ".db")) {}
  ~Examples() override { std::filesystem::remove(file_); }
  [[nodiscard]] std::string file() const { return file_.string(); }

private:
  std::filesystem::path file_;
};

/// What must hold for all: committed is seen, thrown is not, forgotten is rolled back and told, and
/// the next user has a clean session. `run` executes a statement, `count` counts the rows.
template <class P, class Run, class Count> void keepsItsPromises(P &pool, Run run, Count count) {
  pool.with_session([&](auto &s) { run(*s, "CREATE TABLE carts (id INTEGER)"); });
  pool.transaction([&](auto &s) { run(*s, "INSERT INTO carts VALUES (1)"); });
  EXPECT_EQ(pool.with_session([&](auto &s) { return count(*s); }), 1);
  EXPECT_THROW(pool.transaction([&](auto &s) {
    run(*s, "INSERT INTO carts VALUES (2)");
    throw std::logic_error("changed my mind");
  }),
               std::logic_error);
  EXPECT_EQ(pool.with_session([&](auto &s) { return count(*s); }), 1);
  {
    auto session = pool.acquire();
    auto transaction = session.begin();
    run(*session, "INSERT INTO carts VALUES (3)");
  }
  EXPECT_EQ(pool.snapshot().resets, 1U) << "the one that was forgotten, not the one that threw";
  EXPECT_EQ(pool.with_session([&](auto &s) { return count(*s); }), 1);
  auto session = pool.acquire();
  EXPECT_ANY_THROW(run(*session, "SELECT nonsense FROM nowhere"));
  session.release();
  EXPECT_EQ(pool.with_session([&](auto &s) { return count(*s); }), 1);
  EXPECT_EQ(pool.snapshot().checked_out, 0U);
}

TEST_F(Examples, SqliteCpp) {
  Pool pool(SqliteCppDriver{file()});
  keepsItsPromises(
      pool, [](SQLite::Database &db, const char *sql) { db.exec(sql); },
      [](SQLite::Database &db) { return db.execAndGet("SELECT count(*) FROM carts").getInt(); });
}

TEST_F(Examples, SqliteCppCannotOpen) {
  Pool pool(SqliteCppDriver{"/nowhere/at/all.db"});
  EXPECT_THROW((void)pool.acquire(), ConnectError);
}

TEST_F(Examples, Soci) {
  Pool pool(SociDriver{"sqlite3://" + file()});
  keepsItsPromises(
      pool, [](SociConnection &c, const char *sql) { *c << sql; },
      [](SociConnection &c) {
        int n = 0;
        *c << "SELECT count(*) FROM carts", soci::into(n);
        return n;
      });
}

TEST_F(Examples, Pqxx) {
  PostgresServer *server = postgres_server();
  if (!server)
    GTEST_SKIP() << "LEASEHOLD_NO_SERVERS";
  Pool pool(PqxxDriver{server->config().conninfo});
  keepsItsPromises(
      pool, [](PqxxConnection &c, const char *sql) { c.query(sql); },
      [](PqxxConnection &c) { return c.query("SELECT count(*) FROM carts")[0][0].as<int>(); });
  // Whoever ends the backend ends that session, and no other.
  auto killed = pool.acquire();
  const int pid = killed->query("SELECT pg_backend_pid()")[0][0].as<int>();
  server->admin().query("SELECT pg_terminate_backend($1)", pid);
  EXPECT_ANY_THROW(killed->query("SELECT 1"));
  killed.release();
  EXPECT_EQ(pool.acquire()->query("SELECT 1").size(), 1U);
  pool.with_session([](auto &s) { s->query("DROP TABLE carts"); });
}

} // namespace
} // namespace leasehold::test
