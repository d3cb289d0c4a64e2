// SqliteTest.cpp: the pool on real SQLite databases.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/sqlite.h"
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

namespace leasehold::test {
namespace {

using namespace std::chrono_literals;
using SqlitePool = Pool<sqlite::Driver>;

class Sqlite : public testing::Test {
protected:
  Sqlite() {
    std::string name = (std::filesystem::temp_directory_path() / "leasehold-XXXXXX").string();
    directory = mkdtemp(name.data());
  }
  ~Sqlite() override { std::filesystem::remove_all(directory); }
  [[nodiscard]] std::string file() const { return directory / "test.db"; }

  std::filesystem::path directory;
};

void expectState(const std::function<void()> &f, const std::string &state) {
  try {
    f();
    ADD_FAILURE() << "no error, expected " << state;
  } catch (const SqlError &e) {
    EXPECT_EQ(e.sqlstate(), state) << e.what();
  }
}

TEST_F(Sqlite, TypedRowsAndParameters) {
  SqlitePool pool{sqlite::Driver(file())};
  auto s = pool.acquire();
  s->script("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL, data BLOB)");
  const sqlite::Blob data{std::byte{0}, std::byte{255}};
  EXPECT_EQ(s->execute("INSERT INTO t VALUES (?, ?, ?, ?)", 1, "it's", 2.5, data), 1);
  EXPECT_EQ(s->execute("INSERT INTO t VALUES (?, ?, ?, ?)", 2, std::string("a\0b", 3), nullptr,
                       std::optional<sqlite::Blob>()),
            1);
  const auto rows = s->query("SELECT * FROM t ORDER BY id");
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].get<int>("id"), 1);
  EXPECT_EQ(rows[0].get<std::string>(1), "it's");
  EXPECT_EQ(rows[0].get<double>("price"), 2.5);
  EXPECT_EQ(rows[0].get<sqlite::Blob>("data"), data);
  EXPECT_EQ(rows[1].get<std::string>("name"), std::string("a\0b", 3));
  EXPECT_EQ(rows[1].get<std::optional<double>>("price"), std::nullopt);
  expectState([&] { (void)rows[1].get<double>("price"); }, "22002");
  expectState([&] { (void)rows[0].get<int>("name"); }, "22018");
  expectState([&] { (void)rows[0].get<int>("nobody"); }, "07009");
  expectState([&] { (void)rows[0].get<int>(9); }, "07009");
}

// Seen: with sqlite3_changes() alone, the SELECT returns 2.
TEST_F(Sqlite, CountsWhatWasChanged) {
  SqlitePool pool{sqlite::Driver(file())};
  auto s = pool.acquire();
  s->script("CREATE TABLE t(n)");
  EXPECT_EQ(s->execute("INSERT INTO t VALUES (1), (2)"), 2);
  EXPECT_EQ(s->execute("SELECT * FROM t"), 0);
  EXPECT_EQ(s->execute("UPDATE t SET n = 3 WHERE n = 9"), 0);
  EXPECT_EQ(s->execute("DELETE FROM t"), 2);
}

TEST_F(Sqlite, ErrorsHaveStates) {
  SqlitePool pool{sqlite::Driver(file())};
  auto s = pool.acquire();
  s->script(
      "CREATE TABLE a(id INTEGER PRIMARY KEY); CREATE TABLE b(a REFERENCES a(id), n NOT NULL)");
  s->execute("INSERT INTO a VALUES (1)");
  expectState([&] { s->execute("INSERT INTO a VALUES (1)"); }, "23505");
  expectState([&] { s->execute("INSERT INTO b VALUES (7, 1)"); }, "23503");
  expectState([&] { s->execute("INSERT INTO b VALUES (1, NULL)"); }, "23502");
  expectState([&] { s->execute("INSERT INTO a VALUES (?)"); }, "07001");
  expectState([&] { s->execute("SELECT 1; DROP TABLE a"); }, "42000");
  expectState([&] { s->execute(""); }, "42000");
  expectState([&] { s->execute("SELEKT"); }, "HY000");
  EXPECT_THROW((void)SqlitePool{sqlite::Driver((directory / "no" / "x.db").string())}.acquire(),
               ConnectError);
  std::ofstream(directory / "text.db") << "this is no database, however long it may be";
  EXPECT_THROW((void)SqlitePool{sqlite::Driver((directory / "text.db").string())}.acquire(),
               ConnectError);
}

TEST_F(Sqlite, WhatIsNotCommittedIsRolledBack) {
  SqlitePool pool{sqlite::Driver(file())};
  pool.acquire()->script("CREATE TABLE t(n)");
  {
    auto s = pool.acquire();
    auto t = s.begin();
    s->execute("INSERT INTO t VALUES (1)");
  }
  pool.acquire()->script("BEGIN; INSERT INTO t VALUES (2)");
  EXPECT_EQ(pool.acquire()->query("SELECT count(*) FROM t")[0].get<int>(0), 0);
  EXPECT_EQ(pool.snapshot().resets, 2U);
  pool.transaction([](auto &s) { s->execute("INSERT INTO t VALUES (3)"); });
  EXPECT_EQ(pool.acquire()->query("SELECT count(*) FROM t")[0].get<int>(0), 1);
}

TEST_F(Sqlite, AnInMemoryDatabaseHasOneConnectionThatStays) {
  SqlitePool pool{sqlite::Driver(":memory:")};
  EXPECT_EQ(pool.options().pool_size, 1U);
  EXPECT_EQ(pool.options().max_overflow, 0U);
  pool.acquire()->script("CREATE TABLE t(n); INSERT INTO t VALUES (42)");
  EXPECT_EQ(pool.acquire()->query("SELECT n FROM t")[0].get<int>(0), 42);
}

TEST_F(Sqlite, WritersTakeTurnsAndNoRowIsLost) {
  Options o;
  o.pool_size = 4;
  o.max_overflow = 0;
  SqlitePool pool(sqlite::Driver(file()), o);
  pool.acquire()->script("PRAGMA journal_mode = WAL; CREATE TABLE t(n)");
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i)
        pool.transaction([&](auto &s) { s->execute("INSERT INTO t VALUES (?)", t * 25 + i); });
    });
  threads.clear();
  EXPECT_EQ(pool.acquire()->query("SELECT count(DISTINCT n) FROM t")[0].get<int>(0), 100);
}

TEST_F(Sqlite, ABusyDatabaseIsRetriedAndThenReported) {
  Options o;
  o.pool_size = 2;
  SqlitePool pool(sqlite::Driver(sqlite::Config{.path = file(), .busy_timeout = 10ms}), o);
  pool.acquire()->script("CREATE TABLE t(n)");
  auto writer = pool.acquire();
  auto open = writer.begin();
  int runs = 0;
  try {
    pool.transaction([&](auto & /*s*/) { ++runs; });
    ADD_FAILURE() << "began beside another writer";
  } catch (const SqlError &e) {
    EXPECT_TRUE(e.retryable());
  }
  EXPECT_EQ(runs, 0) << "BEGIN IMMEDIATE fails before anything is done";
  open.commit();
  EXPECT_NO_THROW(pool.transaction([&](auto &s) { s->execute("INSERT INTO t VALUES (1)"); }));
  EXPECT_EQ(pool.snapshot().checked_out, 1U);
}

TEST_F(Sqlite, ADiskThatIsFullLosesTheTransactionAndNotTheSession) {
  SqlitePool pool{sqlite::Driver(file())};
  pool.acquire()->script("CREATE TABLE t(x); PRAGMA max_page_count = 4");
  const std::string much(100'000, 'x');
  expectState(
      [&] { pool.transaction([&](auto &s) { s->execute("INSERT INTO t VALUES (?)", much); }); },
      "53100");
  EXPECT_EQ(pool.snapshot().checked_out, 0U);
  EXPECT_EQ(pool.acquire()->query("SELECT count(*) FROM t")[0].get<int>(0), 0);
}

TEST_F(Sqlite, TheDatabaseIsComparedWithThePoolsOptions) {
  const auto memory = SqlitePool{sqlite::Driver(":memory:")}.check_against_server();
  ASSERT_EQ(memory.size(), 1U);
  EXPECT_NE(memory[0].find("one connection"), std::string::npos) << memory[0];
  SqlitePool pool{sqlite::Driver(file())};
  const auto journal = pool.check_against_server();
  ASSERT_EQ(journal.size(), 1U);
  EXPECT_NE(journal[0].find("journal_mode"), std::string::npos) << journal[0];
  pool.acquire()->query("PRAGMA journal_mode = WAL");
  EXPECT_TRUE(pool.check_against_server().empty());
}

} // namespace
} // namespace leasehold::test
