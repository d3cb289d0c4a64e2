// FaultsTest.cpp: the pool while servers die and the network fails, the same for each database.
//
// Threads run transactions that count; what goes wrong, goes wrong meanwhile. In the end the pool
// must be as good as new, and what it said of the transactions must be true.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ServerTest.h"
#include "leasehold/sqlite.h"
#include <sys/wait.h>
#include <unistd.h>

namespace leasehold::test {
namespace {

/// What the threads were told of their transactions.
struct Told {
  std::atomic<int> committed{0}, unknown{0}, failed{0};
  std::mutex mutex;
  std::string last; ///< the last failure, for messages
  void say(const char *what) {
    const std::scoped_lock lock(mutex);
    last = what;
  }
};

template <class Db> class FaultsOf : public OnServer<Db> {
protected:
  using Base = OnServer<Db>;
  using TestPool = Base::TestPool;
  static constexpr int threads = 8;

  void SetUp() override {
    Base::SetUp();
    if (this->IsSkipped())
      return;
    TestPool pool(Base::driver(), Base::options());
    pool.acquire()->script("DROP TABLE IF EXISTS counters; DROP TABLE IF EXISTS log;"
                           "CREATE TABLE counters(id INT PRIMARY KEY, n INT);"
                           "CREATE TABLE log(id " +
                           std::string(Db::key) + ", counter INT)");
    for (int i = 0; i < threads; ++i)
      pool.acquire()->execute("INSERT INTO counters VALUES (" + std::to_string(i) + ", 0)");
  }

  static Options pool_options() {
    Options o = Base::options(4);
    o.max_overflow = 2;
    o.pool_timeout = 2s;
    o.pre_ping_after = 50ms;
    return o;
  }

  /// Counts in transactions until told to stop.
  static void count(TestPool &pool, int id, Told &told, const std::stop_token &stop) {
    while (!stop.stop_requested())
      try {
        auto s = pool.acquire();
        auto t = s.begin();
        s->execute("UPDATE counters SET n = n + 1 WHERE id = " + Db::number(1), id);
        s->execute("INSERT INTO log(counter) VALUES (" + Db::number(1) + ")", id);
        t.commit();
        ++told.committed;
      } catch (const CommitUnknownError &e) {
        ++told.unknown;
        told.say(e.what());
      } catch (const Error &e) {
        ++told.failed;
        told.say(e.what());
        std::this_thread::sleep_for(1ms);
      }
  }

  /// Threads count while `fault` runs.
  template <class F> void under_load(TestPool &pool, F fault) {
    std::vector<std::jthread> all;
    for (int i = 0; i < threads; ++i)
      all.emplace_back([&, i](const std::stop_token &stop) { count(pool, i, told, stop); });
    EXPECT_TRUE(soon([&] { return told.committed >= 2 * threads; })) << told.last;
    fault();
  }
  /// More transactions are committed: it goes on.
  void goes_on() {
    const int before = told.committed;
    EXPECT_TRUE(soon([&] { return told.committed >= before + threads; })) << told.last;
  }

  void expectRestored(TestPool &pool) {
    const Snapshot s = pool.snapshot();
    EXPECT_EQ(s.checked_out, 0U);
    EXPECT_EQ(s.connecting, 0U);
    EXPECT_EQ(s.waiting, 0U);
    EXPECT_EQ(s.connects - s.closes, s.total) << "no connection is lost, none is counted twice";
    EXPECT_TRUE(pool.leases().empty());
    // All sessions at a time: no slot is lost.
    std::vector<typename TestPool::SessionType> all;
    for (std::size_t i = 0; i < pool.options().pool_size + pool.options().max_overflow; ++i)
      ASSERT_NO_THROW(all.push_back(pool.acquire()));
    for (auto &session : all)
      EXPECT_EQ(session->query("SELECT 1").size(), 1U);
    TestPool direct(Base::driver(), Base::options(1));
    // In one statement: a COMMIT whose answer was lost may take effect between two.
    const auto counted =
        direct.acquire()->query("SELECT CONCAT(COUNT(*), ''), CONCAT((SELECT SUM(n) FROM "
                                "counters), '') FROM log")[0];
    const int rows = std::stoi(counted.template get<std::string>(0));
    EXPECT_EQ(std::stoi(counted.template get<std::string>(1)), rows)
        << "a transaction is there whole, or not at all";
    EXPECT_GE(rows, told.committed) << "what was acknowledged is there";
    EXPECT_LE(rows, told.committed + told.unknown) << "and nothing that was said to have failed";
    this->RecordProperty("committed", told.committed);
    this->RecordProperty("unknown", told.unknown);
    this->RecordProperty("failed", told.failed);
    std::printf("  %s: %d committed, %d unknown, %d failed, %d rows\n", Db::name,
                told.committed.load(), told.unknown.load(), told.failed.load(), rows);
  }

  /// The same through a proxy, which fails as told for a while, and then no more.
  void through_a_proxy(const Faults &faults, std::chrono::milliseconds time = 600ms,
                       std::chrono::milliseconds answer = 300ms) {
    Proxy proxy(Db::server()->port());
    Options o = pool_options();
    o.pool_timeout = std::max<std::chrono::milliseconds>(o.pool_timeout, answer);
    TestPool pool(Base::driver(proxy.port(), answer), o);
    under_load(pool, [&] {
      proxy.set(faults);
      std::this_thread::sleep_for(time);
      proxy.set({});
      goes_on();
    });
    expectRestored(pool);
  }

  Told told;
};

using Servers = testing::Types<Postgres, Mariadb>;
struct Names {
  template <class Db> static std::string GetName(int /*n*/) { return Db::name; }
};
TYPED_TEST_SUITE(FaultsOf, Servers, Names);

#define FAULT(Name) TYPED_TEST(FaultsOf, Name)

FAULT(AllBackendsAreKilled) {
  typename TestFixture::TestPool pool(this->driver(), this->pool_options());
  this->under_load(pool, [&] {
    for (int i = 0; i < 5; ++i) {
      TypeParam::kill_all();
      std::this_thread::sleep_for(50ms);
    }
    this->goes_on();
  });
  EXPECT_GT(this->told.failed + this->told.unknown, 0);
  this->expectRestored(pool);
}

// P12. What a child closed would be closed for its parent: the sockets are the same. Broken on
// purpose once by leaving out the fork handler: the parent's next statement found a closed
// connection.
FAULT(AChildGivesBackAndClosesWhatIsItsParents) {
  auto pool =
      std::make_unique<typename TestFixture::TestPool>(this->driver(), this->pool_options());
  auto held = pool->acquire();
  auto transaction = held.begin();
  held->execute("INSERT INTO log(counter) VALUES (0)");
  (void)pool->acquire(); // idle
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    int status = 1;
    try {
      (void)pool->acquire();
    } catch (const ClosedError &) {
      status = 0;
    }
    {
      auto gone = std::move(transaction);
    }
    held.release();
    pool.reset();
    _exit(status);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_NO_THROW(held->execute("INSERT INTO log(counter) VALUES (1)"));
  EXPECT_NO_THROW(transaction.commit());
  EXPECT_EQ(pool->acquire()->query("SELECT 1").size(), 1U);
}

FAULT(TheServerIsRestarted) {
  typename TestFixture::TestPool pool(this->driver(), this->pool_options());
  this->under_load(pool, [&] {
    TypeParam::server()->stop();
    std::this_thread::sleep_for(100ms);
    TypeParam::server()->start();
    this->goes_on();
  });
  EXPECT_GT(this->told.failed + this->told.unknown, 0);
  this->expectRestored(pool);
}

FAULT(TheServerIsKilledAndRecovers) {
  typename TestFixture::TestPool pool(this->driver(), this->pool_options());
  this->under_load(pool, [&] {
    TypeParam::server()->kill();
    TypeParam::server()->start();
    this->goes_on();
  });
  EXPECT_GT(this->told.failed + this->told.unknown, 0);
  this->expectRestored(pool);
}

FAULT(TheServersLimitOfConnectionsIsHit) {
  typename TestFixture::TestPool pool(this->driver(), this->pool_options());
  TypeParam::limit_connections(2);
  this->under_load(pool, [&] { this->goes_on(); });
  EXPECT_GT(pool.snapshot().connect_failures, 0U);
  EXPECT_LE(pool.snapshot().total, 2U);
  TypeParam::limit_connections(0);
  this->expectRestored(pool);
}

FAULT(TheNetworkClosesConnections) {
  Proxy proxy(TypeParam::server()->port());
  typename TestFixture::TestPool pool(this->driver(proxy.port(), 300ms), this->pool_options());
  this->under_load(pool, [&] {
    for (int i = 0; i < 20; ++i) {
      proxy.drop();
      std::this_thread::sleep_for(20ms);
    }
    this->goes_on();
  });
  EXPECT_GT(this->told.failed + this->told.unknown, 0);
  this->expectRestored(pool);
}

FAULT(TheNetworkIsSlow) {
  this->through_a_proxy({.delay = 20ms}, 600ms, 20s);
  EXPECT_EQ(this->told.failed + this->told.unknown, 0);
}

FAULT(TheNetworkDeliversByteByByte) {
  this->through_a_proxy({.slice = 3}, 600ms, 20s);
  EXPECT_EQ(this->told.failed + this->told.unknown, 0);
}

FAULT(TheNetworkBreaksOffAfterSomeBytes) {
  this->through_a_proxy({.limit = 700});
  EXPECT_GT(this->told.failed + this->told.unknown, 0);
}

FAULT(TheNetworkRefuses) {
  Proxy proxy(TypeParam::server()->port());
  typename TestFixture::TestPool pool(this->driver(proxy.port(), 300ms), this->pool_options());
  this->under_load(pool, [&] {
    proxy.set({.refuse = true});
    proxy.drop();
    std::this_thread::sleep_for(300ms);
    proxy.set({});
    this->goes_on();
  });
  EXPECT_GT(pool.snapshot().connect_failures, 0U);
  this->expectRestored(pool);
}

// Seen: when PostgreSQL's driver takes an answer without a SQLSTATE for the server's, COMMITs that
// took place are said to have failed. (That was a mistake, not made on purpose.)
FAULT(TheNetworkCorruptsBytes) {
  for (const std::size_t every : {501, 97, 23})
    this->through_a_proxy({.corrupt = every}, 300ms);
  EXPECT_GT(this->told.failed + this->told.unknown, 0);
}

FAULT(TheNetworkLosesTheAnswers) {
  this->through_a_proxy({.silent_to_client = true});
  EXPECT_GT(this->told.failed + this->told.unknown, 0);
}

FAULT(TheNetworkLosesTheQuestions) {
  this->through_a_proxy({.silent_to_server = true});
  EXPECT_GT(this->told.failed + this->told.unknown, 0);
}

// Seen: with a plain 08006 for MariaDB's lost COMMIT, more rows than were acknowledged.
FAULT(TheNetworkIsCutWhileCommitting) {
  for (const bool arrives : {false, true})
    this->through_a_proxy(arrives ? Faults{.cut_after = "COMMIT"} : Faults{.cut_before = "COMMIT"},
                          200ms);
  EXPECT_GT(this->told.unknown, 0);
}

// Seen: without the look at the socket before COMMIT, it is "unknown", and nobody can repeat it.
FAULT(ACommitOnAConnectionThatWasClosedBeforeIsNotUnknown) {
  Options o = this->options(1);
  typename TestFixture::TestPool pool(this->driver(), o);
  auto s = pool.acquire();
  auto t = s.begin();
  s->execute("INSERT INTO log(counter) VALUES (1)");
  TypeParam::kill_all();
  std::this_thread::sleep_for(100ms);
  try {
    t.commit();
    ADD_FAILURE() << "committed";
  } catch (const SqlError &e) {
    EXPECT_EQ(e.sqlstate(), "08006") << e.what();
  }
  s.release();
  EXPECT_EQ(pool.acquire()->query("SELECT 1 FROM log").size(), 0U);
}

//===----------------------------------------------------------------------===//
// SQLite: no server and no network, but a disk
//===----------------------------------------------------------------------===//

class SqliteFaults : public testing::Test {
protected:
  SqliteFaults() {
    std::string name = (std::filesystem::temp_directory_path() / "leasehold-XXXXXX").string();
    directory = mkdtemp(name.data());
  }
  ~SqliteFaults() override { std::filesystem::remove_all(directory); }
  [[nodiscard]] std::string file() const { return directory / "test.db"; }
  std::filesystem::path directory;
};

TEST_F(SqliteFaults, ADiskThatIsFullUnderLoadLosesNoSessionAndNoRow) {
  Options o;
  o.pool_size = 4;
  o.max_overflow = 0;
  Pool<sqlite::Driver> pool(sqlite::Driver(file()), o);
  pool.acquire()->script("PRAGMA journal_mode = WAL; CREATE TABLE t(x)");
  std::atomic<int> committed{0}, full{0};
  {
    std::vector<std::jthread> all;
    for (int i = 0; i < 4; ++i)
      all.emplace_back([&] {
        for (int j = 0; j < 20; ++j)
          try {
            pool.transaction([](auto &s) {
              s->query("PRAGMA max_page_count = 40"); // each connection has its own
              s->execute("INSERT INTO t VALUES (?)", std::string(10'000, 'x'));
            });
            ++committed;
          } catch (const SqlError &e) {
            EXPECT_EQ(e.sqlstate(), "53100") << e.what();
            ++full;
          }
      });
  }
  EXPECT_GT(full, 0);
  EXPECT_EQ(pool.snapshot().checked_out, 0U);
  EXPECT_EQ(pool.acquire()->query("SELECT COUNT(*) FROM t")[0].get<int>(0), committed);
}

TEST_F(SqliteFaults, ABusyDatabaseIsRetriedUntilItIsFree) {
  Options o;
  o.pool_size = 4;
  Pool<sqlite::Driver> pool(sqlite::Driver(sqlite::Config{.path = file(), .busy_timeout = 1ms}), o);
  pool.acquire()->script("PRAGMA journal_mode = WAL; CREATE TABLE t(n); INSERT INTO t VALUES (0)");
  std::vector<std::jthread> all;
  for (int i = 0; i < 4; ++i)
    all.emplace_back([&] {
      for (int j = 0; j < 20; ++j)
        pool.transaction([](auto &s) { s->execute("UPDATE t SET n = n + 1"); }, 100'000);
    });
  all.clear();
  EXPECT_EQ(pool.acquire()->query("SELECT n FROM t")[0].get<int>(0), 80);
  EXPECT_EQ(pool.snapshot().checked_out, 0U);
}

} // namespace
} // namespace leasehold::test
