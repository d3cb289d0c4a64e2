// ServerTest.h: what the tests on real servers share.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_SERVERTEST_H
#define LEASEHOLD_SERVERTEST_H

#include "Proxy.h"
#include "Servers.h"
#include <functional>
#include <gtest/gtest.h>
#include <thread>

namespace leasehold::test {

using namespace std::chrono_literals;

/// A server's tests: what is the same for both, in their words.
struct Postgres {
  using Driver = postgres::Driver;
  static constexpr const char *name = "Postgres";
  static PostgresServer *server() { return postgres_server(); }
  static std::string number(int n) { return "$" + std::to_string(n); }
  static constexpr const char *key = "bigserial PRIMARY KEY";
  static constexpr const char *sleep_long = "SELECT pg_sleep(30)";
  /// Ends all sessions of the tests' user.
  static void kill_all() {
    server()->admin().query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shop'");
  }
  static void limit_connections(int n) {
    server()->admin().execute("ALTER ROLE shop CONNECTION LIMIT " + std::to_string(n ? n : -1));
  }
};

struct Mariadb {
  using Driver = mariadb::Driver;
  static constexpr const char *name = "Mariadb";
  static MariadbServer *server() { return mariadb_server(); }
  static std::string number(int /*n*/) { return "?"; }
  static constexpr const char *key = "BIGINT AUTO_INCREMENT PRIMARY KEY";
  static constexpr const char *sleep_long = "SELECT SLEEP(30)";
  static void kill_all() {
    auto c = server()->admin();
    for (const Row &r :
         c.query("SELECT id FROM information_schema.processlist WHERE user = 'shop'"))
      try {
        c.execute("KILL " + std::to_string(r.get<std::int64_t>(0)));
      } catch (const SqlError &) { // NOLINT(bugprone-empty-catch): gone by itself
      }
  }
  static void limit_connections(int n) {
    server()->admin().execute("ALTER USER shop@'127.0.0.1' WITH MAX_USER_CONNECTIONS " +
                              std::to_string(n));
  }
};

/// Tests of one server; skipped only when LEASEHOLD_NO_SERVERS=1 says so.
template <class Db> class OnServer : public testing::Test {
public:
  using TestPool = Pool<typename Db::Driver>;
  static Db::Driver driver(int port = 0, std::chrono::milliseconds answer = 0ms) {
    auto config = Db::server()->config(port);
    config.answer_timeout = answer;
    if (answer.count() > 0)
      config.reset_timeout = answer;
    return typename Db::Driver(config);
  }
  static Options options(std::size_t size = 2) {
    Options o;
    o.pool_size = size;
    o.max_overflow = 0;
    o.pool_timeout = 5s;
    o.name = Db::name;
    return o;
  }

protected:
  void SetUp() override {
    if (!Db::server())
      GTEST_SKIP() << "LEASEHOLD_NO_SERVERS=1";
  }
};

inline void expectState(const std::function<void()> &f, const std::string &state) {
  try {
    f();
    ADD_FAILURE() << "no error, expected " << state;
  } catch (const SqlError &e) {
    EXPECT_EQ(e.sqlstate(), state) << e.what();
  }
}

/// A condition that another thread or process brings about, within twenty seconds.
template <class F> bool soon(F condition) {
  for (const auto end = Clock::now() + 20s; Clock::now() < end; std::this_thread::sleep_for(5ms))
    if (condition())
      return true;
  return condition();
}

/// Runs f, and says how long that took.
template <class F> std::chrono::milliseconds took(F f) {
  const auto start = Clock::now();
  f();
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

inline Blob all_bytes() {
  Blob b;
  for (int i = 0; i < 256; ++i)
    b.push_back(static_cast<std::byte>(i));
  return b;
}

} // namespace leasehold::test

#endif // LEASEHOLD_SERVERTEST_H
