// What the servers say of a pool's connections, and leasehold-monitor on real servers.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "MonitorSupport.h"
#include "ServerTest.h"
#include "commands.h"
#include <gmock/gmock.h>
#include <sstream>

namespace leasehold::test {
namespace {

constexpr const char *server_page = "/api/monitoring/db-pool/server";

template <class Db> class Seen : public OnServer<Db> {
protected:
  using Connection = Db::Driver::connection;
  Json look() { return Json::parse(fetch(monitor, server_page).body); }
  static MonitorOptions patient() {
    MonitorOptions o;
    o.probe_timeout = 10s;
    return o;
  }
  Pool<typename Db::Driver> pool{OnServer<Db>::driver(), OnServer<Db>::options(2)};
  Monitor monitor{patient()};
};
using Servers = testing::Types<Postgres, Mariadb>;
TYPED_TEST_SUITE(Seen, Servers);

TYPED_TEST(Seen, ByAPoolThatHasNothingLeft) {
  if constexpr (std::same_as<TypeParam, Mariadb>)
    TypeParam::server()->admin().execute("GRANT PROCESS ON *.* TO shop@'127.0.0.1'");
  this->monitor.add("main", this->pool);
  auto one = this->pool.acquire(), two = this->pool.acquire();
  auto transaction = one.begin();
  one->query("SELECT 42");
  if constexpr (std::same_as<TypeParam, Mariadb>) { // begins with the first look at a table
    one->script("CREATE TEMPORARY TABLE seen (n INT) ENGINE=InnoDB");
    one->execute("INSERT INTO seen VALUES (1)");
  }
  Json json;
  ASSERT_TRUE(soon([&] {
    json = this->look();
    return json["idle_in_transaction"] == 1;
  })) << json;
  EXPECT_EQ(json["available"], true);
  EXPECT_EQ(json["pool_connections"], 2);
  EXPECT_EQ(json["connections_seen"], 2);
  EXPECT_EQ(json["not_in_pool"], 0);
  EXPECT_GT(json["max_connections"], 2);
  EXPECT_GE(json["server_connections"], 3);

  // One that the pool knows nothing of.
  auto driver = this->driver();
  const auto lost = driver.open(Clock::now() + 5s);
  EXPECT_TRUE(soon([&] { return this->look()["not_in_pool"] == 1; }));
  EXPECT_THAT(this->look()["warnings"].dump(), testing::HasSubstr("does not know"));
  transaction.rollback();
}

TYPED_TEST(Seen, AServerThatIsGoneIsSaidInTime) {
  auto config = TypeParam::server()->config(1);
  Pool<typename TypeParam::Driver> dead{typename TypeParam::Driver(config)};
  this->monitor.add("dead", dead);
  const httplib::Response answer = fetch(this->monitor, server_page);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(Json::parse(answer.body)["available"], false);
  EXPECT_THAT(answer.body, testing::Not(testing::HasSubstr(secret)));
}

TYPED_TEST(Seen, ByLeaseholdMonitor) {
  this->monitor.add("main", this->pool);
  this->pool.with_session([](auto &) {});
  std::ostringstream out, err;
  ASSERT_EQ(tools::run({"recommend", "--url", this->monitor.url(), "--json"}, out, err, false), 0)
      << err.str();
  EXPECT_THAT(out.str(), testing::HasSubstr("(the server)"));

  std::string password;
  for (const char c : std::string(secret))
    password += c == '/' ? "%2F" : c == '@' ? "%40" : std::string(1, c);
  const std::string url =
      std::string(std::same_as<TypeParam, Postgres> ? "postgresql" : "mariadb") + "://" + shop +
      ":" + password + "@127.0.0.1:" + std::to_string(TypeParam::server()->port()) + "/" + shop;
  out.str("");
  std::thread killer([] {
    std::this_thread::sleep_for(300ms);
    TypeParam::kill_all();
  });
  const int status = tools::run({"--mode", "test", "--database", url, "--test-count", "8",
                                 "--test-interval", "0.1", "--json"},
                                out, err, false);
  killer.join();
  const Json json = Json::parse(out.str());
  EXPECT_EQ(status, json["failures"] == 0 ? 0 : 1) << json;
  EXPECT_GE(json["successes"], 7);
  EXPECT_GE(json["reconnects"], 1) << "after the server ended the session";
}

TEST(SeenMariadb, WithoutThePrivilegeThereAreNoTransactions) {
  if (!mariadb_server())
    GTEST_SKIP();
  Mariadb::server()->admin().execute("REVOKE PROCESS ON *.* FROM shop@'127.0.0.1'");
  const mariadb::Driver driver(Mariadb::server()->config());
  const ServerView view = driver.server_view(Clock::now() + 5s);
  EXPECT_FALSE(view.sees_transactions);
}

} // namespace
} // namespace leasehold::test
