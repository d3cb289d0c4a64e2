// PostgresTest.cpp: the pool on a real PostgreSQL.
//
// Each test whose comment says "seen" was made to fail once by breaking the driver.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ServerTest.h"
#include <cmath>
#include <libpq-fe.h>

namespace leasehold::test {
namespace {

using PostgresTest = OnServer<Postgres>;
using PostgresPool = Pool<postgres::Driver>;

/// What the server says of one expression.
template <class T> T one(PostgresPool &pool, const std::string &expression) {
  return pool.acquire()->query("SELECT " + expression)[0].get<T>(0);
}

std::string message_of(const std::function<void()> &f) {
  try {
    f();
  } catch (const std::exception &e) {
    return e.what();
  }
  ADD_FAILURE() << "no error";
  return "";
}

TEST_F(PostgresTest, ValuesComeBackAsTheyWent) {
  PostgresPool pool(driver(), options());
  auto s = pool.acquire();
  s->script("CREATE TEMP TABLE v(i2 int2, i4 int4, i8 int8, b bool, f4 float4, f8 float8, "
            "n numeric, t text, d bytea)");
  using I8 = std::numeric_limits<std::int64_t>;
  using F8 = std::numeric_limits<double>;
  const std::vector<std::vector<Value>> rows{
      {std::int64_t{-32768}, std::int64_t{-2147483648}, I8::min(), std::int64_t{0}, 0.5, F8::max(),
       std::string("-0.10"), std::string(), Blob()},
      {std::int64_t{32767}, std::int64_t{2147483647}, I8::max(), std::int64_t{1}, -0.0,
       F8::denorm_min(), std::string("123456789012345678901234567890.5"),
       std::string("Gr\xc3\xa4\xc3\x9f"
                   "e \xf0\x9f\x90\x98 'q' \\ \"\n"),
       all_bytes()},
      {nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr},
      {std::int64_t{0}, std::int64_t{0}, std::int64_t{0}, std::int64_t{0}, F8::infinity(),
       -F8::infinity(), std::string("NaN"), std::string("x"), Blob(100'000)}};
  // More often than once: not prepared, prepared, and prepared before.
  for (const auto &r : rows)
    EXPECT_EQ(s->execute("INSERT INTO v VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", r[0], r[1],
                         r[2], r[3], r[4], r[5], r[6], r[7], r[8]),
              1);
  const auto back = s->query("SELECT * FROM v");
  ASSERT_EQ(back.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < rows[i].size(); ++j)
      EXPECT_EQ(back[i].at(j), rows[i][j]) << "row " << i << ", column " << j;
  EXPECT_TRUE(std::signbit(back[1].get<double>("f4")));
  EXPECT_EQ(s->query("SELECT $1::float8", 0.1)[0].get<double>(0), 0.1);
  EXPECT_TRUE(std::isnan(s->query("SELECT 'NaN'::float8")[0].get<double>(0)));
  EXPECT_TRUE(s->query("SELECT true")[0].get<bool>(0));
  EXPECT_EQ(s->query("SELECT 1 WHERE false").size(), 0U);
  EXPECT_EQ(
      s->query("SELECT id FROM unnest(ARRAY[1,2,3]) AS id WHERE id > $1", 1)[1].get<int>("id"), 3);
  expectState([&] { s->query("SELECT $1::text", std::string("a\0b", 3)); }, "22021");
  expectState([&] { s->query("SELECT $1::int8", std::numeric_limits<std::uint64_t>::max()); },
              "22003");
}

TEST_F(PostgresTest, CountsWhatWasChanged) {
  PostgresPool pool(driver(), options());
  auto s = pool.acquire();
  s->script("CREATE TEMP TABLE c(n int)");
  EXPECT_EQ(s->execute("INSERT INTO c SELECT generate_series(1, 10)"), 10);
  EXPECT_EQ(s->execute("UPDATE c SET n = n + 1 WHERE n > $1", 5), 5);
  EXPECT_EQ(s->execute("DELETE FROM c WHERE n > 100"), 0);
  EXPECT_EQ(s->execute("SELECT * FROM c"), 0) << "a SELECT changes nothing";
  EXPECT_EQ(s->query("INSERT INTO c VALUES (1) RETURNING n").size(), 1U);
  EXPECT_EQ(s->execute(""), 0);
}

TEST_F(PostgresTest, ErrorsHaveStates) {
  PostgresPool pool(driver(), options());
  auto s = pool.acquire();
  s->script("CREATE TEMP TABLE e(id int PRIMARY KEY)");
  s->execute("INSERT INTO e VALUES (1)");
  expectState([&] { s->execute("INSERT INTO e VALUES ($1)", 1); }, "23505");
  expectState([&] { s->execute("INSERT INTO e VALUES (NULL)"); }, "23502");
  expectState([&] { s->execute("SELEKT"); }, "42601");
  expectState([&] { s->execute("SELECT 1; SELECT 2"); }, "42601");
  expectState([&] { s->query("SELECT * FROM nowhere"); }, "42P01");
  expectState([&] { s->query("SELECT $1::int", "abc"); }, "22P02");
  expectState([&] { s->execute("COPY e FROM STDIN"); }, "0A000");
  expectState([&] { s->script("SELECT 1; SELECT 1/0; SELECT 2"); }, "22012");
  EXPECT_EQ(s->query("SELECT count(*) FROM e")[0].get<int>(0), 1) << "of use after all that";
  // What slips past the look at the text, the protocol itself would wait in for ever.
  expectState([&] { s->script("/**/ COPY/**/e FROM/**/STDIN"); }, "08006");
}

TEST_F(PostgresTest, WhatIsNotCommittedIsRolledBack) {
  PostgresPool pool(driver(), options(1));
  pool.acquire()->script("DROP TABLE IF EXISTS r; CREATE TABLE r(n int)");
  {
    auto s = pool.acquire();
    auto t = s.begin();
    s->execute("INSERT INTO r VALUES (1)");
    EXPECT_TRUE(s->in_transaction());
    expectState([&] { (void)s.begin(); }, "25001");
  }
  pool.acquire()->execute("BEGIN");
  EXPECT_FALSE(pool.acquire()->in_transaction());
  EXPECT_EQ(pool.snapshot().resets, 2U);
  pool.transaction([](auto &s) { s->execute("INSERT INTO r VALUES (2)"); });
  EXPECT_EQ(one<int>(pool, "sum(n) FROM r"), 2);
  EXPECT_EQ(pool.snapshot().connects, 1U);
}

// Seen: without the look at the answer's tag, commit() returns as if all were well.
TEST_F(PostgresTest, CommittingAFailedTransactionIsAnError) {
  PostgresPool pool(driver(), options(1));
  for (const bool by_hand : {false, true}) {
    auto s = pool.acquire();
    auto t = s.begin();
    expectState([&] { s->execute("SELECT 1/0"); }, "22012");
    expectState([&] { by_hand ? (void)s->execute("COMMIT") : t.commit(); }, "25P02");
    EXPECT_FALSE(s->in_transaction());
    EXPECT_EQ(s->query("SELECT 1").size(), 1U);
  }
}

TEST_F(PostgresTest, ADeadlockIsRetried) {
  PostgresPool pool(driver(), options());
  pool.acquire()->script("DROP TABLE IF EXISTS d; CREATE TABLE d(id int PRIMARY KEY, n int);"
                         "INSERT INTO d VALUES (1, 0), (2, 0)");
  std::atomic<int> runs{0}, first{0};
  const auto both = [&](int a, int b) {
    pool.transaction([&](auto &s) {
      ++runs;
      s->execute("UPDATE d SET n = n + 1 WHERE id = $1", a);
      ++first;
      soon([&] { return first >= 2; });
      s->execute("UPDATE d SET n = n + 1 WHERE id = $1", b);
    });
  };
  std::jthread other([&] { both(2, 1); });
  both(1, 2);
  other.join();
  EXPECT_GE(runs, 3) << "one of them was the deadlock's victim";
  EXPECT_EQ(one<int>(pool, "sum(n) FROM d"), 4);
}

TEST_F(PostgresTest, SerializationFailuresAreRetried) {
  PostgresPool pool(driver(), options());
  pool.acquire()->script("DROP TABLE IF EXISTS z; CREATE TABLE z(n int); INSERT INTO z VALUES (0)");
  std::vector<std::jthread> threads;
  for (int i = 0; i < 2; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 10; ++j)
        pool.transaction(
            [&](auto &s) {
              s->execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
              const int n = s->query("SELECT n FROM z")[0].template get<int>(0);
              s->execute("UPDATE z SET n = $1", n + 1);
            },
            1000);
    });
  threads.clear();
  EXPECT_EQ(one<int>(pool, "n FROM z"), 20);
}

// Seen: with a reset() that does nothing, each of the five surfaces.
TEST_F(PostgresTest, WhatASessionWasToldTheNextDoesNotHear) {
  PostgresPool pool(driver(), options(1));
  const auto tell = [&](const std::string &sql) { pool.acquire()->script(sql); };
  tell("SET work_mem = '7MB'");
  EXPECT_NE(one<std::string>(pool, "current_setting('work_mem')"), "7MB");
  tell("SELECT set_config('application_name', 'someone', false)");
  EXPECT_EQ(one<std::string>(pool, "current_setting('application_name')"), "leasehold");
  tell("CREATE TEMP TABLE mine(n int)");
  EXPECT_EQ(one<int>(pool, "count(*) FROM pg_class WHERE relname = 'mine'"), 0);
  tell("SELECT pg_advisory_lock(42)");
  EXPECT_EQ(one<int>(pool, "count(*) FROM pg_locks WHERE locktype = 'advisory'"), 0);
  tell("LISTEN news");
  EXPECT_EQ(one<int>(pool, "count(*) FROM pg_listening_channels()"), 0);
  tell("BEGIN; DECLARE kept CURSOR WITH HOLD FOR SELECT 1; COMMIT");
  EXPECT_EQ(one<int>(pool, "count(*) FROM pg_cursors WHERE name = 'kept'"), 0);
  EXPECT_EQ(pool.snapshot().connects, 1U) << "reset, not replaced";
  // What changes nothing costs no reset.
  const auto resets = pool.snapshot().resets;
  tell("BEGIN; SET LOCAL work_mem = '7MB'; COMMIT");
  tell("SELECT 'SET work_mem', $$LISTEN x$$ -- SET work_mem\n /* LISTEN /* x */ y */");
  EXPECT_EQ(pool.snapshot().resets, resets);
  EXPECT_NE(one<std::string>(pool, "current_setting('work_mem')"), "7MB");
}

TEST_F(PostgresTest, AlwaysResetAlsoSeesWhatAFunctionDid) {
  auto config = Postgres::server()->config();
  for (const bool always : {false, true}) {
    config.always_reset = always;
    PostgresPool pool(postgres::Driver(config), options(1));
    pool.acquire()->script("CREATE OR REPLACE FUNCTION sly() RETURNS void LANGUAGE sql AS "
                           "$$ SELECT set_config('work_mem', '7MB', false) $$");
    pool.acquire()->query("SELECT sly()");
    EXPECT_EQ(one<std::string>(pool, "current_setting('work_mem')") == "7MB", !always);
  }
}

TEST_F(PostgresTest, StatementsStayPreparedAndAreBounded) {
  auto config = Postgres::server()->config();
  config.prepared_statements = 10;
  PostgresPool pool(postgres::Driver(config), options(1));
  auto s = pool.acquire();
  const auto prepared = [&] {
    const auto name = s->query("SELECT count(*) FROM pg_prepared_statements")[0].get<int>(0);
    return name;
  };
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(s->query("SELECT $1::int + 1", i)[0].get<int>(0), i + 1);
  EXPECT_EQ(prepared(), 1);
  for (int i = 0; i < 100; ++i)
    for (int twice = 0; twice < 2; ++twice)
      EXPECT_EQ(s->query("SELECT $1::int + " + std::to_string(i), 1)[0].get<int>(0), i + 1);
  EXPECT_LE(prepared(), 10);
  // In a failed transaction nothing can be deallocated: the texts pass by.
  s->execute("BEGIN");
  expectState([&] { s->query("SELECT 1/0"); }, "22012");
  for (int i = 0; i < 20; ++i)
    expectState([&] { s->query("SELECT " + std::to_string(1000 + i)); }, "25P02");
  s->execute("ROLLBACK");
  EXPECT_EQ(s->query("SELECT 1").size(), 1U);
}

// Seen: without preparing anew, 0A000 and 26000 reach the program.
TEST_F(PostgresTest, AStaleStatementIsPreparedAnew) {
  PostgresPool pool(driver(), options(1));
  auto s = pool.acquire();
  s->script("DROP TABLE IF EXISTS p; CREATE TABLE p(a int); INSERT INTO p VALUES (1)");
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(s->query("SELECT * FROM p")[0].size(), 1U);
  s->script("ALTER TABLE p ADD b int");
  EXPECT_EQ(s->query("SELECT * FROM p")[0].size(), 2U);
  PQclear(PQexec(s->handle(), "DEALLOCATE ALL")); // behind the driver's back
  EXPECT_EQ(s->query("SELECT * FROM p")[0].size(), 2U);
  s->execute("DISCARD ALL");
  EXPECT_EQ(s->query("SELECT * FROM p")[0].size(), 2U);
  // In a transaction the server has given up by then; the next one works.
  s->script("ALTER TABLE p ADD c int");
  (void)s->query("SELECT * FROM p");
  s->script("ALTER TABLE p ADD d int");
  s->execute("BEGIN");
  expectState([&] { s->query("SELECT * FROM p"); }, "0A000");
  s->execute("ROLLBACK");
  EXPECT_EQ(s->query("SELECT * FROM p")[0].size(), 4U);
}

// Seen: with a ping() that only looks at PQstatus, the dead connection is handed out.
TEST_F(PostgresTest, ADeadConnectionIsPingedOut) {
  Options o = options(1);
  o.pre_ping_after = 0ms;
  PostgresPool pool(driver(), o);
  const int before = one<int>(pool, "pg_backend_pid()");
  Postgres::kill_all();
  EXPECT_NE(one<int>(pool, "pg_backend_pid()"), before);
  EXPECT_EQ(pool.snapshot().invalidations, 1U);
}

TEST_F(PostgresTest, AKilledSessionSaysSoAndIsReplaced) {
  PostgresPool pool(driver(), options(1));
  {
    auto s = pool.acquire();
    auto t = s.begin();
    s->query("SELECT 1");
    Postgres::kill_all();
    expectState([&] { s->query("SELECT 1"); }, "57P01");
    expectState([&] { s->query("SELECT 1"); }, "08006");
    expectState([&] { t.commit(); }, "08006");
  }
  EXPECT_EQ(one<int>(pool, "1"), 1);
}

// Seen: when connecting waits without looking at the clock, this never ends.
TEST_F(PostgresTest, ConnectingToASilentServerEndsInTime) {
  Proxy proxy(Postgres::server()->port());
  proxy.set({.silent_to_client = true});
  PostgresPool pool(driver(proxy.port()), options(1));
  const auto time = took([&] { EXPECT_THROW((void)pool.acquire(300ms), ConnectError); });
  EXPECT_GE(time, 250ms);
  EXPECT_LT(time, 2s);
  EXPECT_EQ(pool.snapshot().total, 0U);
  proxy.set({});
  EXPECT_EQ(one<int>(pool, "1"), 1);
}

// Seen: with a ping() without a deadline, this never ends.
TEST_F(PostgresTest, PingingASilentServerEndsInTime) {
  Proxy proxy(Postgres::server()->port());
  Options o = options(1);
  o.pool_timeout = 1s;
  o.pre_ping_after = 0ms;
  PostgresPool pool(driver(proxy.port()), o);
  EXPECT_EQ(one<int>(pool, "1"), 1);
  proxy.set({.silent_to_client = true});
  const auto time = took([&] { EXPECT_THROW((void)pool.acquire(300ms), ConnectError); });
  EXPECT_LT(time, 2s);
}

// Seen: with a rollback without a deadline, giving back never ends (promise P9).
TEST_F(PostgresTest, GivingBackToASilentServerEndsInTime) {
  Proxy proxy(Postgres::server()->port());
  PostgresPool pool(driver(proxy.port(), 300ms), options(1));
  auto s = pool.acquire();
  s->execute("BEGIN");
  proxy.set({.silent_to_client = true});
  EXPECT_LT(took([&] { s.release(); }), 2s);
  EXPECT_EQ(pool.snapshot().total, 0U) << "not kept";
  proxy.set({});
  // The same with a statement of the user's own that still runs.
  s = pool.acquire();
  PQsendQuery(s->handle(), Postgres::sleep_long);
  EXPECT_LT(took([&] { s.release(); }), 2s);
  EXPECT_EQ(pool.snapshot().total, 0U);
}

TEST_F(PostgresTest, AnAnswerThatDoesNotComeIsNotWaitedForForEver) {
  PostgresPool pool(driver(0, 300ms), options(1));
  auto s = pool.acquire();
  const auto time = took([&] { expectState([&] { s->query(Postgres::sleep_long); }, "08006"); });
  EXPECT_LT(time, 2s);
  auto config = Postgres::server()->config();
  config.statement_timeout = 200ms;
  PostgresPool limited(postgres::Driver(config), options(1));
  for (int i = 0; i < 2; ++i) { // also after a reset
    auto l = limited.acquire();
    expectState([&] { l->query(Postgres::sleep_long); }, "57014");
    l->script("SET statement_timeout = 0");
  }
}

TEST_F(PostgresTest, WhatIsWrongWithConnectingIsSaidButNeverThePassword) {
  auto config = Postgres::server()->config();
  const std::string port = std::to_string(Postgres::server()->port());
  const auto attempt = [&](const std::string &conninfo) {
    postgres::Config c;
    c.conninfo = conninfo;
    const std::string text = message_of([&] {
      try {
        (void)postgres::Driver(c).open(Clock::now() + 2s);
      } catch (const ConnectError &) {
        throw;
      }
    });
    for (const char *piece : {"s3cret", "Pass", "w0rd"})
      EXPECT_EQ(text.find(piece), std::string::npos) << text;
    return text;
  };
  const std::string wrong =
      attempt("host=127.0.0.1 port=" + port + " dbname=shop user=shop password=w0rd-that-is-wrong");
  EXPECT_NE(wrong.find("password authentication failed"), std::string::npos) << wrong;
  EXPECT_NE(attempt(config.conninfo + " dbname=nowhere").find("nowhere"), std::string::npos);
  // The unescaped / and @ of the password end up in the port and the host.
  EXPECT_NE(attempt("postgresql://shop:s3cret/Pass@w0rd@127.0.0.1:" + port + "/shop").find("%40"),
            std::string::npos);
  EXPECT_NE(attempt("postgresql://shop:s3cret@Pass@127.0.0.1:" + port + "/shop").find("%40"),
            std::string::npos);
  EXPECT_NE(attempt("password='s3cret").find("%40"), std::string::npos);
  Proxy closed(Postgres::server()->port());
  closed.set({.refuse = true});
  (void)attempt("host=127.0.0.1 dbname=shop user=shop password=s3cret port=" +
                std::to_string(closed.port()));
  // As it should be written; and a name with two addresses, of which only one is served.
  postgres::Config good;
  good.conninfo = "postgresql://shop:s3cret%2FPass%40word@localhost:" + port + "/shop";
  EXPECT_NO_THROW((void)postgres::Driver(good).open(Clock::now() + 2s));
  good.conninfo =
      "host=127.0.0.2,127.0.0.1 port=" + port + " dbname=shop user=shop password=" + secret;
  EXPECT_NO_THROW((void)postgres::Driver(good).open(Clock::now() + 2s));
}

// Seen: when it is left to libpq, the silent one takes all the time that there is.
TEST_F(PostgresTest, ASilentAddressDoesNotHideTheNext) {
  Proxy silent(Postgres::server()->port());
  silent.set({.silent_to_client = true});
  postgres::Config c;
  c.conninfo = std::string("host=127.0.0.1,127.0.0.2,localhost port=") +
               std::to_string(silent.port()) + "," + std::to_string(Postgres::server()->port()) +
               "," + std::to_string(Postgres::server()->port()) +
               " dbname=shop user=shop password=" + secret;
  const auto time =
      took([&] { EXPECT_NO_THROW((void)postgres::Driver(c).open(Clock::now() + 3s)); });
  EXPECT_GE(time, 700ms);
  EXPECT_LT(time, 3s);
}

// Seen: without the catch in commit(), a plain 08006, which reads as "nothing happened".
TEST_F(PostgresTest, ACommitWithoutAnAnswerIsUnknown) {
  Proxy proxy(Postgres::server()->port());
  PostgresPool direct(driver(), options(1));
  direct.acquire()->script("DROP TABLE IF EXISTS u; CREATE TABLE u(n int)");
  PostgresPool pool(driver(proxy.port(), 1s), options(1));
  int rows = 0;
  for (const bool arrives : {false, true}) {
    proxy.set(arrives ? Faults{.cut_after = "COMMIT"} : Faults{.cut_before = "COMMIT"});
    int runs = 0;
    try {
      pool.transaction([&](auto &s) {
        ++runs;
        s->execute("INSERT INTO u VALUES ($1)", int{arrives});
      });
      ADD_FAILURE() << "committed";
    } catch (const CommitUnknownError &e) {
      EXPECT_EQ(e.sqlstate(), "08007");
      EXPECT_FALSE(e.retryable());
    }
    EXPECT_EQ(runs, 1);
    rows += arrives;
    EXPECT_TRUE(soon([&] { return one<int>(direct, "count(*) FROM u") == rows; }));
    proxy.set({});
    EXPECT_EQ(one<int>(pool, "1"), 1);
  }
  // Silence is no answer either.
  auto s = pool.acquire();
  auto t = s.begin();
  proxy.set({.silent_to_client = true});
  EXPECT_THROW(t.commit(), CommitUnknownError);
}

TEST_F(PostgresTest, TheServersSettingsAreComparedWithThePools) {
  EXPECT_TRUE(PostgresPool(driver(), options(1)).check_against_server().empty());
  auto config = Postgres::server()->config();
  config.conninfo += " options='-c idle_session_timeout=60s "
                     "-c idle_in_transaction_session_timeout=30s'";
  Options o = options(100);
  const auto remarks = PostgresPool(postgres::Driver(config), o).check_against_server();
  ASSERT_EQ(remarks.size(), 3U);
  EXPECT_NE(remarks[0].find("idle_session_timeout"), std::string::npos) << remarks[0];
  EXPECT_NE(remarks[1].find("idle_in_transaction_session_timeout"), std::string::npos)
      << remarks[1];
  EXPECT_NE(remarks[2].find("max_connections"), std::string::npos) << remarks[2];
  o = options(6);
  o.max_idle = 50s;
  o.leak_threshold = 20s;
  EXPECT_TRUE(PostgresPool(postgres::Driver(config), o).check_against_server().empty());
  Postgres::limit_connections(5);
  const auto limited = PostgresPool(driver(), o).check_against_server();
  Postgres::limit_connections(0);
  ASSERT_EQ(limited.size(), 1U);
  EXPECT_NE(limited[0].find("CONNECTION LIMIT"), std::string::npos) << limited[0];
}

TEST_F(PostgresTest, SpeaksTls) {
  auto config = Postgres::server()->config();
  const auto with = [&](const std::string &certificate) {
    auto c = config;
    c.conninfo += " sslmode=verify-full sslrootcert=" + certificate;
    return postgres::Driver(c);
  };
  PostgresPool pool(with(Postgres::server()->certificate()), options());
  EXPECT_TRUE(one<bool>(pool, "ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
  auto s = pool.acquire();
  for (const int size : {1, 8'000, 9'000, 20'000, 3'000'000}) {
    const std::string text(static_cast<std::size_t>(size), 'x');
    EXPECT_EQ(s->query("SELECT $1::text", text)[0].get<std::string>(0), text);
  }
  EXPECT_THROW((void)with(Postgres::server()->other_certificate()).open(Clock::now() + 5s),
               ConnectError);
}

} // namespace
} // namespace leasehold::test
