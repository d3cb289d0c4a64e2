// The monitor over HTTP, on loopback, with a database that does what a test tells it to.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "MonitorSupport.h"
#include "Support.h"
#include "leasehold/slow_region.h"
#include "leasehold/version.h"
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>

namespace leasehold::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char *api = "/api/monitoring/db-pool";

struct Watched {
  explicit Watched(MonitorOptions o = {}, std::size_t size = 4, std::size_t overflow = 2)
      : pool(driver, options(size, overflow)), monitor(std::move(o)) {
    monitor.add("main", pool);
  }
  static Options options(std::size_t size, std::size_t overflow) {
    Options o = small(size, overflow);
    o.name = "shop";
    return o;
  }
  [[nodiscard]] Json get(const std::string &path) const {
    return Json::parse(fetch(monitor, path).body);
  }

  FakeDriver driver;
  FakePool pool;
  Monitor monitor;
};

std::string refused(MonitorOptions o) {
  try {
    const Monitor monitor(std::move(o));
  } catch (const ConfigurationError &e) {
    return e.what();
  }
  return "";
}

TEST(Monitor, ShowsThePool) {
  Watched w;
  const auto one = w.pool.acquire(), two = w.pool.acquire();
  const Json json = w.get(api);
  EXPECT_EQ(json["pool"], "main");
  EXPECT_EQ(json["database_type"], "unknown");
  EXPECT_EQ(json["pool_type"], "queue");
  EXPECT_EQ(json["pool_size"], 4);
  EXPECT_EQ(json["max_overflow"], 2);
  EXPECT_EQ(json["checked_in"], 0);
  EXPECT_EQ(json["checked_out"], 2);
  EXPECT_EQ(json["overflow"], 0);
  EXPECT_EQ(json["total_connections"], 2);
  EXPECT_EQ(json["utilization_percent"], 33.3);
  EXPECT_EQ(json["status"], "healthy");
  EXPECT_EQ(json["counters"]["checkouts"], 2);
  EXPECT_EQ(json["counters"]["connects"], 2);
}

TEST(Monitor, StatusFollowsTheThresholds) {
  Watched w({}, 20, 0);
  std::vector<FakeSession> out;
  const auto status = [&](std::size_t n) {
    while (out.size() < n)
      out.push_back(w.pool.acquire());
    return w.get(api)["status"].get<std::string>();
  };
  EXPECT_EQ(status(15), "healthy");
  EXPECT_EQ(status(16), "warning") << "80 %";
  EXPECT_EQ(status(18), "warning");
  EXPECT_EQ(status(19), "critical") << "95 %";
}

TEST(Monitor, EverySnapshotAddsUpUnderLoad) {
  Watched w({}, 3, 3);
  std::atomic<bool> over{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      while (!over)
        w.pool.with_session([](auto &) { std::this_thread::yield(); });
    });
  httplib::Client client = client_of(w.monitor);
  std::uint64_t before = 0;
  for (int i = 0; i < 300; ++i) {
    const Json s = Json::parse(client.Get(api)->body);
    EXPECT_EQ(s["total_connections"].get<int>(), s["checked_in"].get<int>() +
                                                     s["checked_out"].get<int>() +
                                                     s["connecting"].get<int>());
    EXPECT_LE(s["total_connections"].get<int>(), 6);
    EXPECT_GE(s["counters"]["checkouts"].get<std::uint64_t>(), before);
    before = s["counters"]["checkouts"];
  }
  over = true;
  for (auto &t : threads)
    t.join();
  EXPECT_GT(before, 0U);
}

TEST(Monitor, WarningsSayTheFigureThatTheyComeFrom) {
  MonitorOptions o;
  o.long_lease = 1ms;
  Watched w(o, 2, 0);
  EXPECT_TRUE(w.get(std::string(api) + "/warning-threshold")["warnings"].empty());
  const auto one = w.pool.acquire();
  auto two = w.pool.acquire();
  two.doing("copies the files");
  auto t = two.begin();
  EXPECT_THROW((void)w.pool.acquire(1ms), TimeoutError);
  ASSERT_TRUE(soon([&] {
    return fetch(w.monitor, std::string(api) + "/warning-threshold").body.find("longest_lease") !=
           std::string::npos;
  }));
  const Json json = w.get(std::string(api) + "/warning-threshold");
  EXPECT_EQ(json["warning_threshold_percent"], 80);
  EXPECT_EQ(json["critical_threshold_percent"], 95);
  std::set<std::string> figures;
  for (const Json &warning : json["warnings"])
    figures.insert(warning["figure"]);
  EXPECT_THAT(figures, testing::IsSupersetOf({"utilization_percent", "longest_lease_ms"}));
  EXPECT_THAT(json["warnings"].dump(), HasSubstr("MonitorTest.cpp"));
  EXPECT_FALSE(json["recommendations"].empty());
  t.rollback();
}

TEST(Monitor, LiveSaysWhoHoldsWhat) {
  MonitorOptions o;
  o.sample_every = 10ms;
  Watched w(o);
  auto s = w.pool.acquire();
  s.doing("counts <b>stock</b>");
  auto t = s.begin();
  Json json;
  ASSERT_TRUE(soon([&] {
    json = w.get(std::string(api) + "/live");
    return json["history"].size() > 2;
  }));
  ASSERT_EQ(json["leases"].size(), 1U);
  const Json &lease = json["leases"][0];
  EXPECT_THAT(lease["file"].get<std::string>(), HasSubstr("MonitorTest.cpp"));
  EXPECT_EQ(lease["doing"], "counts <b>stock</b>");
  EXPECT_EQ(lease["transaction"], true);
  EXPECT_EQ(json["history"].back()[1], 1);
  t.rollback();
}

TEST(Monitor, LiveSaysWhereSessionsAreHeld) {
  Options o = small();
  EXPECT_EQ(Json::parse(fetch(Watched().monitor, std::string(api) + "/live").body)["sites"],
            Json::array())
      << "nothing without a profile";
  o.hold_profile = true;
  FakePool pool(FakeDriver{}, o);
  Monitor monitor;
  monitor.add("main", pool);
  for (int i = 0; i < 3; ++i)
    (void)pool.acquire();
  {
    const auto longer = pool.acquire();
    std::this_thread::sleep_for(60ms);
  }
  const Json sites = Json::parse(fetch(monitor, std::string(api) + "/live").body)["sites"];
  ASSERT_EQ(sites.size(), 2U);
  EXPECT_EQ(sites[0]["count"], 1) << "longest first";
  EXPECT_GE(sites[0]["p99_ms"], 50);
  EXPECT_EQ(sites[1]["count"], 3);
  std::uint64_t sum = 0;
  for (const Json &bucket : sites[1]["buckets"])
    sum += bucket[1].get<std::uint64_t>();
  EXPECT_EQ(sum, 3U);
}

TEST(Monitor, HistoryAndIncidentsAreBounded) {
  MonitorOptions o;
  o.sample_every = 10ms;
  o.samples = 3;
  Watched w(o);
  for (int i = 0; i < 150; ++i) {
    auto s = w.pool.acquire();
    const auto forgotten = s.begin();
  }
  Json json;
  ASSERT_TRUE(soon([&] {
    json = w.get(std::string(api) + "/live");
    return json["history"].size() == 3;
  }));
  std::this_thread::sleep_for(50ms);
  json = w.get(std::string(api) + "/live");
  EXPECT_EQ(json["history"].size(), 3U);
  ASSERT_EQ(json["incidents"].size(), 1U) << "one place";
  EXPECT_EQ(json["incidents"][0]["count"], 150);
  EXPECT_EQ(json["incidents"][0]["kind"], "abandoned transaction");
  EXPECT_THAT(json["incidents"][0]["site"].get<std::string>(), HasSubstr("MonitorTest.cpp:"));
}

TEST(Monitor, HealthAsksTheDatabaseThroughThePool) {
  Watched w;
  EXPECT_EQ(fetch(w.monitor, "/api/v1/hc/health").status, 200);
  EXPECT_EQ(w.get("/api/v1/hc/health")["status"], "healthy");
  EXPECT_EQ(fetch(w.monitor, "/api/v1/hc/database").status, 200);
  EXPECT_GE(w.driver.server->pings, 1);
  w.driver.server->refuses = true;
  w.driver.server->epoch = 1;
  httplib::Response answer;
  ASSERT_TRUE(soon([&] {
    answer = fetch(w.monitor, "/api/v1/hc/database");
    return answer.status == 503;
  }));
  EXPECT_EQ(fetch(w.monitor, "/api/v1/hc/health").status, 200) << "the process is alive";
  w.driver.server->refuses = false;
  EXPECT_TRUE(soon([&] { return fetch(w.monitor, "/api/v1/hc/database").status == 200; }))
      << "it connects again";
}

TEST(Monitor, HealthOfAnExhaustedPoolIsAnsweredInTime) {
  MonitorOptions o;
  o.probe_timeout = 800ms;
  Watched w(o, 1, 0);
  const auto all = w.pool.acquire();
  const httplib::Response answer = fetch(w.monitor, "/api/v1/hc/database");
  EXPECT_EQ(answer.status, 503);
  const Json json = Json::parse(answer.body);
  EXPECT_EQ(json["databases"][0]["status"], "unhealthy");
  EXPECT_THAT(json["databases"][0]["error"].get<std::string>(), HasSubstr("MonitorTest.cpp"))
      << "who holds it";
}

TEST(Monitor, MetricsHaveOpenTelemetrysNames) {
  Watched w;
  const auto s = w.pool.acquire();
  const httplib::Response answer = fetch(w.monitor, "/metrics");
  EXPECT_EQ(answer.get_header_value("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  for (
      const char *line : {
          "leasehold_build_info{version=\"" LEASEHOLD_POOL_VERSION "\"} 1\n",
          "# TYPE db_client_connection_count gauge\n",
          "db_client_connection_count{db_client_connection_pool_name=\"main\",db_client_connection_"
          "state=\"used\"} 1\n",
          "db_client_connection_count{db_client_connection_pool_name=\"main\",db_client_connection_"
          "state=\"idle\"} 0\n",
          "db_client_connection_idle_max{db_client_connection_pool_name=\"main\"} 4\n",
          "db_client_connection_idle_min{db_client_connection_pool_name=\"main\"} 0\n",
          "db_client_connection_max{db_client_connection_pool_name=\"main\"} 6\n",
          "db_client_connection_pending_requests{db_client_connection_pool_name=\"main\"} 0\n",
          "# TYPE db_client_connection_timeouts_total counter\n",
          "db_client_connection_timeouts_total{db_client_connection_pool_name=\"main\"} 0\n",
          "# TYPE db_client_connection_create_time_seconds histogram\n",
          "db_client_connection_create_time_seconds_bucket{db_client_connection_pool_name=\"main\","
          "le="
          "\"+Inf\"} 1\n",
          "db_client_connection_create_time_seconds_count{db_client_connection_pool_name=\"main\"} "
          "1\n",
      })
    EXPECT_THAT(answer.body, HasSubstr(line));
}

TEST(Monitor, LabelsAreEscaped) {
  FakePool pool(FakeDriver{}, small());
  Monitor monitor;
  monitor.add("a\"b\\c\nd", pool);
  EXPECT_THAT(fetch(monitor, "/metrics").body,
              HasSubstr("{db_client_connection_pool_name=\"a\\\"b\\\\c\\nd\"}"));
}

TEST(Monitor, SeveralPools) {
  Watched w;
  FakePool other(FakeDriver{}, small(7));
  w.monitor.add("other", other);
  EXPECT_EQ(w.get(api)["pool_size"], 4) << "the first";
  EXPECT_EQ(w.get(std::string(api) + "?pool=other")["pool_size"], 7);
  EXPECT_EQ(w.get(api)["pools"], Json({"main", "other"}));
  EXPECT_EQ(w.get("/api/v1/hc/database")["databases"].size(), 2U);
  EXPECT_EQ(fetch(w.monitor, std::string(api) + "?pool=none").status, 404);
  EXPECT_THROW(w.monitor.add("other", w.pool), ConfigurationError) << "taken";
  EXPECT_THROW(w.monitor.add("", w.pool), ConfigurationError);
  EXPECT_TRUE(w.monitor.remove("other"));
  EXPECT_FALSE(w.monitor.remove("other"));
  EXPECT_EQ(fetch(w.monitor, std::string(api) + "?pool=other").status, 404);
}

TEST(Monitor, APoolMayGoFirst) {
  Monitor monitor;
  std::optional<FakeSession> left;
  {
    FakePool pool(FakeDriver{}, small());
    monitor.add("main", pool);
    left = pool.acquire();
  }
  EXPECT_EQ(Json::parse(fetch(monitor, api).body)["status"], "closed");
  EXPECT_EQ(fetch(monitor, "/api/v1/hc/database").status, 503);
  left.reset();
  EXPECT_EQ(Json::parse(fetch(monitor, api).body)["status"], "closed");
  EXPECT_EQ(fetch(monitor, "/metrics").status, 200);
  FakePool next(FakeDriver{}, small());
  monitor.add("main", next);
  EXPECT_EQ(Json::parse(fetch(monitor, api).body)["status"], "healthy");
}

TEST(Monitor, PoolsComeAndGoUnderItsEyes) {
  MonitorOptions o;
  o.sample_every = 10ms;
  Monitor monitor(o);
  std::atomic<bool> over{false};
  std::thread looks([&] {
    while (!over)
      for (const char *page : {"/metrics", "/api/v1/hc/database", "/api/monitoring/db-pool/live"})
        (void)monitor.get(page == std::string("/api/monitoring/db-pool/live") ? "/" : page);
  });
  for (int i = 0; i < 50; ++i) {
    FakePool pool(FakeDriver{}, small());
    monitor.add("main", pool);
    pool.with_session([](auto &) {});
  }
  over = true;
  looks.join();
}

TEST(Monitor, APoolThatSomebodyStillLooksAtMayBeReplaced) {
  Monitor monitor;
  std::shared_ptr<detail::Core> seen; // as by one of the monitor's threads
  {
    FakePool pool(FakeDriver{}, small());
    monitor.add("main", pool);
    seen = detail::Core::find(detail::Access::core(pool).id());
  }
  ASSERT_TRUE(seen);
  FakePool next(FakeDriver{}, small());
  EXPECT_NO_THROW(monitor.add("main", next));
  EXPECT_EQ(Json::parse(fetch(monitor, api).body)["status"], "healthy");
  EXPECT_THROW(monitor.add("main", next), ConfigurationError);
}

TEST(Monitor, WithoutAPool) {
  const Monitor monitor;
  EXPECT_EQ(fetch(monitor, api).status, 404);
  EXPECT_EQ(fetch(monitor, "/metrics").status, 200);
  EXPECT_EQ(fetch(monitor, "/").status, 200);
  EXPECT_EQ(fetch(monitor, "/api/v1/hc/health").status, 200);
}

TEST(Monitor, ThePageAsksNobodyElse) {
  const Monitor monitor;
  const httplib::Response page = fetch(monitor, "/");
  EXPECT_THAT(page.get_header_value("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(page.body, Not(HasSubstr("@NONCE@")));
  EXPECT_THAT(page.body, Not(HasSubstr("http://")));
  EXPECT_THAT(page.body, Not(HasSubstr("https://")));
  EXPECT_NE(page.get_header_value("Content-Security-Policy"),
            fetch(monitor, "/").get_header_value("Content-Security-Policy"));
}

TEST(MonitorOptions, OthersThanLoopbackNeedAToken) {
  MonitorOptions o;
  o.address = "0.0.0.0";
  EXPECT_THAT(refused(o), HasSubstr("token is empty"));
  o.address = "::";
  EXPECT_THAT(refused(o), HasSubstr("token is empty"));
  o.token = "short";
  EXPECT_THAT(refused(o), HasSubstr("token has 5 characters"));
  o.token = "0123456789abcde%41";
  EXPECT_THAT(refused(o), HasSubstr("token has a character"));
  o.address = "db.example";
  EXPECT_THAT(refused(o), HasSubstr("address is 'db.example'"));
  o = {};
  o.address = "127.0.0.2";
  EXPECT_EQ(refused(o), "");
  o.address = "0.0.0.0";
  o.token = "0123456789abcdef";
  EXPECT_EQ(refused(o), "");
}

TEST(MonitorOptions, EachIsChecked) {
  const auto message = [](auto change) {
    MonitorOptions o;
    change(o);
    return refused(o);
  };
  EXPECT_THAT(message([](auto &o) { o.warning_percent = 96; }), HasSubstr("warning_percent"));
  EXPECT_THAT(message([](auto &o) { o.critical_percent = 101; }), HasSubstr("critical_percent"));
  EXPECT_THAT(message([](auto &o) { o.sample_every = 0ms; }), HasSubstr("sample_every is 0 ms"));
  EXPECT_THAT(message([](auto &o) { o.samples = 0; }), HasSubstr("samples is 0"));
  EXPECT_THAT(message([](auto &o) { o.threads = 65; }), HasSubstr("threads is 65"));
  EXPECT_THAT(message([](auto &o) { o.probe_timeout = 0ms; }), HasSubstr("probe_timeout"));
  EXPECT_THAT(message([](auto &o) { o.webhook = "https://x/"; }), HasSubstr("webhook"));
  EXPECT_THAT(message([](auto &o) { o.webhook = "http://u@x/"; }), HasSubstr("webhook"));
}

TEST(MonitorOptions, APortThatIsTakenIsSaidAtOnce) {
  const Monitor first;
  MonitorOptions o;
  o.port = first.port();
  EXPECT_THAT(refused(o), HasSubstr("port " + std::to_string(first.port())));
}

TEST(MonitorOptions, FromTheEnvironment) {
  const auto from = [](const char *port) {
    setenv("TEST_MONITOR_PORT", port, 1);
    return MonitorOptions::from_env("TEST_");
  };
  unsetenv("TEST_MONITOR_PORT");
  EXPECT_FALSE(MonitorOptions::from_env("TEST_")) << "off by default";
  EXPECT_FALSE(from(""));
  EXPECT_FALSE(from("off"));
  EXPECT_EQ(from("9187")->port, 9187);
  EXPECT_THROW((void)from("65536"), ConfigurationError);
  EXPECT_THROW((void)from("http"), ConfigurationError);
  setenv("TEST_MONITOR_ADDRESS", "0.0.0.0", 1);
  EXPECT_THROW((void)from("9187"), ConfigurationError) << "without a token";
  setenv("TEST_MONITOR_TOKEN", "0123456789abcdef", 1);
  EXPECT_EQ(from("9187")->token, "0123456789abcdef");
  unsetenv("TEST_MONITOR_ADDRESS");
  unsetenv("TEST_MONITOR_TOKEN");
  unsetenv("TEST_MONITOR_PORT");
}

} // namespace
} // namespace leasehold::test
