// What the monitor tells by itself, and operations.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "MonitorSupport.h"
#include "Support.h"
#include "leasehold/operation.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

using testing::HasSubstr;

template <class T> struct Inbox {
  std::mutex mutex;
  std::vector<T> all;
  void put(const T &t) {
    const std::scoped_lock lock(mutex);
    all.push_back(t);
  }
  template <class F> bool has(F wanted) {
    return soon([&] {
      const std::scoped_lock lock(mutex);
      return std::ranges::any_of(all, wanted);
    });
  }
};

TEST(Alerts, TellWhenTheStatusChanges) {
  Inbox<Alert> alerts;
  Inbox<std::string> sink;
  MonitorOptions o;
  o.sample_every = 10ms;
  o.on_alert = [&](const Alert &a) { alerts.put(a); };
  o.alert_sink = [&](const std::string &json) { sink.put(json); };
  FakePool pool(FakeDriver{}, small(1));
  Monitor monitor(o);
  monitor.add("main", pool);
  {
    const auto all = pool.acquire();
    EXPECT_TRUE(alerts.has([](const Alert &a) {
      return a.kind == Alert::status_changed && a.status == PoolStatus::critical &&
             a.before == PoolStatus::healthy && a.utilization_percent == 100;
    }));
    EXPECT_THROW((void)pool.acquire(1ms), TimeoutError);
    EXPECT_TRUE(alerts.has([](const Alert &a) { return a.kind == Alert::timeout; }));
  }
  EXPECT_TRUE(alerts.has([](const Alert &a) {
    return a.status == PoolStatus::healthy && a.before == PoolStatus::critical;
  }));
  EXPECT_TRUE(sink.has([](const std::string &text) {
    const Json j = Json::parse(text);
    return j["event"] == "status_changed" && j["pool"] == "main" && j["status"] == "critical" &&
           j["previous_status"] == "healthy" && j["utilization_percent"] == 100.0 &&
           j["text"] == j["message"] && j["site"].is_null() && j["time"].is_string();
  }));
}

TEST(Alerts, TellOfLeaksAndAbandonedTransactions) {
  Inbox<Alert> alerts;
  MonitorOptions o;
  o.on_alert = [&](const Alert &a) { alerts.put(a); };
  Options options = small(2);
  options.leak_threshold = 10ms;
  FakePool pool(FakeDriver{}, options);
  Monitor monitor(o);
  monitor.add("main", pool);
  const auto kept = pool.acquire();
  {
    auto s = pool.acquire();
    const auto forgotten = s.begin();
  }
  for (const Alert::Kind kind : {Alert::leak, Alert::abandoned_transaction})
    EXPECT_TRUE(alerts.has([&](const Alert &a) {
      return a.kind == kind && a.pool == "main" && a.line != 0 &&
             a.site.find("AlertsTest.cpp") != std::string::npos;
    })) << kind;
}

TEST(Alerts, FailuresOfAHandlerAreCounted) {
  MonitorOptions o;
  o.sample_every = 10ms;
  o.on_alert = [](const Alert &) { throw std::runtime_error("no"); };
  FakePool pool(FakeDriver{}, small(1));
  Monitor monitor(o);
  monitor.add("main", pool);
  const auto all = pool.acquire();
  EXPECT_TRUE(soon([&] { return monitor.failed_alerts() == 1; }));
}

TEST(Alerts, ArePosted) {
  Inbox<std::string> posted;
  httplib::Server server;
  server.Post("/hook", [&](const httplib::Request &q, httplib::Response &) { posted.put(q.body); });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { server.listen_after_bind(); });
  MonitorOptions o;
  o.sample_every = 10ms;
  o.webhook = "http://127.0.0.1:" + std::to_string(port) + "/hook";
  {
    FakePool pool(FakeDriver{}, small(1));
    Monitor monitor(o);
    monitor.add("main", pool);
    const auto all = pool.acquire();
    EXPECT_TRUE(posted.has(
        [](const std::string &body) { return Json::parse(body)["status"] == "critical"; }));
    EXPECT_EQ(monitor.failed_alerts(), 0U);
  }
  server.stop();
  thread.join();
}

TEST(Alerts, AWebhookThatIsDeadOrSilentIsGivenUp) {
  httplib::Server silent;
  const int port = silent.bind_to_any_port("127.0.0.1"); // and nobody answers
  MonitorOptions o;
  o.sample_every = 10ms;
  o.webhook_timeout = 100ms;
  const auto began = Clock::now();
  for (const std::string &hook :
       {"http://127.0.0.1:" + std::to_string(port) + "/", std::string("http://127.0.0.1:1/")}) {
    o.webhook = hook;
    FakePool pool(FakeDriver{}, small(1));
    Monitor monitor(o);
    monitor.add("main", pool);
    const auto all = pool.acquire();
    EXPECT_TRUE(soon([&] { return monitor.failed_alerts() >= 1; })) << hook;
  }
  EXPECT_LT(Clock::now() - began, 10s);
}

TEST(Operation, TellsThePoolBeforeAndAfter) {
  FakePool pool(FakeDriver{}, small(3));
  std::vector<OperationReport> told;
  const auto before = pool.acquire();
  FakeSession forgotten;
  {
    const Operation op{pool, "file upload", [&](const OperationReport &r) { told.push_back(r); }};
    forgotten = pool.acquire();
    std::thread([&] { pool.with_session([](auto &) {}); }).join();
  }
  ASSERT_EQ(told.size(), 2U);
  EXPECT_FALSE(told[0].finished);
  EXPECT_EQ(told[0].snapshot.checked_out, 1U);
  EXPECT_TRUE(told[1].finished);
  EXPECT_FALSE(told[1].failed);
  EXPECT_EQ(told[1].snapshot.checked_out, 2U);
  ASSERT_EQ(told[1].left.size(), 1U) << "not the one that was out before";
  EXPECT_THAT(told[1].left[0].file, HasSubstr("AlertsTest.cpp"));
  EXPECT_THAT(told[1].message, HasSubstr("operation 'file upload' ended"));
  EXPECT_THAT(told[1].message, HasSubstr("left out: the session acquired at"));
}

TEST(Operation, TellsTheSinkOfAll) {
  FakePool pool(FakeDriver{}, small(3));
  std::vector<OperationReport> told;
  Operation::set_sink([&](const OperationReport &r) { told.push_back(r); });
  try {
    const Operation op{pool, "import"};
    throw std::runtime_error("no");
  } catch (const std::runtime_error &) { // NOLINT(bugprone-empty-catch)
  }
  Operation::set_sink({});
  const Operation silent{pool, "another"};
  ASSERT_EQ(told.size(), 2U);
  EXPECT_TRUE(told[1].failed);
  EXPECT_TRUE(told[1].left.empty());
}

TEST(Operation, MayOutliveItsPool) {
  auto pool = std::make_unique<FakePool>(FakeDriver{}, small());
  const Operation op{*pool, "shutdown", [](const OperationReport &) { throw 1; }};
  pool.reset();
}

} // namespace
} // namespace leasehold::test
