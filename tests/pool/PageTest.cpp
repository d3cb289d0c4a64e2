// The monitor's page, as a browser shows it. The pictures are for who reads the results.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Browser.h"
#include "MonitorSupport.h"
#include "Support.h"
#include "leasehold/slow_region.h"
#include "leasehold/sqlite.h"
#include <condition_variable>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

using SqlitePool = Pool<sqlite::Driver>;
constexpr const char *api = "/api/monitoring/db-pool";

/// Threads that use a pool as a service does that holds sessions for too long.
class Load {
public:
  explicit Load(SqlitePool &pool) : pool_(pool) {
    for (int i = 0; i < 5; ++i)
      threads_.emplace_back([this] { upload_files(); });
    for (int i = 0; i < 3; ++i)
      threads_.emplace_back([this] { count_stock(); });
    threads_.emplace_back([this] { submit_job(); });
    threads_.emplace_back([this] { forget(); });
  }
  Load(const Load &) = delete;
  Load &operator=(const Load &) = delete;
  ~Load() {
    over_ = true;
    for (auto &t : threads_)
      t.join();
  }
  /// From now on sessions are kept, and nothing changes any more.
  void stand_still() {
    still_ = true;
    std::this_thread::sleep_for(300ms);
  }

private:
  template <class F> void repeat(F f) {
    while (!over_)
      if (still_)
        std::this_thread::sleep_for(10ms);
      else
        f();
  }
  void hold(std::chrono::milliseconds at_least) const {
    const auto end = Clock::now() + at_least;
    while (!over_ && (still_ || Clock::now() < end))
      std::this_thread::sleep_for(5ms);
  }
  void upload_files() {
    repeat([this] {
      auto session = pool_.acquire();
      const SlowRegion slow("uploads the file");
      hold(400ms);
    });
  }
  void count_stock() {
    repeat([this] {
      pool_.with_session([](auto &s) { s->query("SELECT 1"); });
      std::this_thread::sleep_for(3ms);
    });
  }
  void submit_job() {
    repeat([this] {
      auto session = pool_.acquire();
      auto transaction = session.begin();
      session.doing("waits for the queue");
      hold(900ms);
      transaction.rollback();
    });
  }
  void forget() {
    repeat([this] {
      {
        auto session = pool_.acquire();
        const auto transaction = session.begin();
      }
      for (int i = 0; i < 60 && !over_ && !still_; ++i)
        std::this_thread::sleep_for(10ms);
    });
  }

  SqlitePool &pool_;
  std::atomic<bool> over_{false}, still_{false};
  std::vector<std::thread> threads_;
};

struct Shop {
  static Options options(const char *name) {
    Options o;
    o.name = name;
    o.pool_size = 5;
    o.max_overflow = 2;
    o.leak_threshold = 800ms;
    o.hold_profile = true;
    return o;
  }
  static sqlite::Config file(const std::string &name) {
    sqlite::Config c;
    c.path = name;
    c.immediate = false;
    return c;
  }
  Shop() {
    monitor.add("shop", pool);
    monitor.add("reports", reports);
  }
  static MonitorOptions often() {
    MonitorOptions o;
    o.sample_every = 100ms;
    return o;
  }
  std::string path = std::filesystem::temp_directory_path() / "leasehold-page-XXXXXX";
  int made = mkstemp(path.data());
  SqlitePool pool{sqlite::Driver(file(path)), options("shop")};
  SqlitePool reports{sqlite::Driver(file(path)), options("reports")};
  Monitor monitor{often()};
  ~Shop() {
    close(made);
    std::filesystem::remove(path);
  }
};

TEST(Page, ShowsWhatTheApiSays) {
  if (const char *no = std::getenv("LEASEHOLD_NO_BROWSER"); no && *no == '1')
    GTEST_SKIP() << "LEASEHOLD_NO_BROWSER=1";
  const std::filesystem::path pictures = LEASEHOLD_PICTURES;
  Shop shop;
  Browser browser;
  Load load(shop.pool);
  (void)browser.requests(); // its own, before
  browser.open(shop.monitor.url() + "/");
  std::this_thread::sleep_for(5s);
  load.stand_still();
  browser.run("location.reload()");
  const auto tile = [&](const char *name) {
    return browser.run(std::string("const b = document.querySelector('[data-name=\"") + name +
                       "\"] b'); return b ? b.textContent : ''");
  };
  ASSERT_TRUE(soon([&] { return tile("out") != ""; }));
  const Json s = Json::parse(fetch(shop.monitor, api).body);
  EXPECT_EQ(tile("out"), s["checked_out"].dump() + " / 7");
  EXPECT_EQ(tile("idle"), s["checked_in"].dump());
  EXPECT_EQ(tile("overflow"), s["overflow"].dump());
  EXPECT_EQ(tile("waiting"), s["waiting"].dump());
  EXPECT_EQ(tile("utilization"), s["utilization_percent"].dump() + " %");
  EXPECT_GT(s["checked_out"], 5) << "the load is one";
  EXPECT_EQ(browser.run("return document.getElementById('status').textContent"), s["status"]);
  EXPECT_EQ(browser.run("return document.querySelectorAll('#leases tr').length"), s["checked_out"]);
  const std::string all = browser.run("return document.body.innerText").get<std::string>();
  for (const char *text : {"PageTest.cpp:", "uploads the file", "waits for the queue", "open",
                           "abandoned transaction", "leak", "connections are in use"})
    EXPECT_THAT(all, testing::HasSubstr(text));
  EXPECT_GT(browser.run("return document.querySelector('#chart .use').getAttribute('d').length"),
            100)
      << "a line";
  const Json sites = Json::parse(fetch(shop.monitor, std::string(api) + "/live").body)["sites"];
  EXPECT_GE(sites.size(), 3U);
  EXPECT_EQ(browser.run("return document.querySelectorAll('#sites tr').length"), sites.size());
  EXPECT_GE(browser.run("return document.querySelectorAll('#sites rect').length"), sites.size())
      << "a histogram each";
  for (const bool dark : {false, true}) {
    browser.dark(dark);
    browser.screenshot(pictures / (dark ? "monitor-dark.png" : "monitor.png"));
    EXPECT_GT(std::filesystem::file_size(pictures / "monitor.png"), 10'000U);
  }

  // Another pool, by hand.
  browser.run("const s = document.getElementById('pools'); s.value = 'reports';"
              "s.dispatchEvent(new Event('change'))");
  EXPECT_TRUE(soon([&] { return tile("out") == "0 / 7"; }));

  const std::vector<std::string> requests = browser.requests();
  EXPECT_GT(requests.size(), 5U);
  for (const std::string &url : requests)
    EXPECT_TRUE(url.starts_with(shop.monitor.url() + "/") || url.starts_with("data:") ||
                url.starts_with("chrome:")) // the empty window's, from the browser itself
        << url;
}

TEST(Page, AsksForTheToken) {
  if (const char *no = std::getenv("LEASEHOLD_NO_BROWSER"); no && *no == '1')
    GTEST_SKIP() << "LEASEHOLD_NO_BROWSER=1";
  MonitorOptions o = Shop::often();
  o.token = "0123456789abcdef";
  FakePool pool(FakeDriver{}, small(1));
  Monitor monitor(o);
  monitor.add("<img src=x onerror=alert(1)>", pool);
  Browser browser;
  browser.open(monitor.url() + "/");
  const auto locked = [&] {
    return browser.run("return document.body.classList.contains('locked')") == true;
  };
  ASSERT_TRUE(soon(locked));
  browser.run("document.getElementById('secret').value = '0123456789abcdef';"
              "document.getElementById('token').requestSubmit()");
  EXPECT_TRUE(soon([&] { return !locked(); }));
  EXPECT_TRUE(soon([&] {
    return browser.run("return document.getElementById('pools').value") ==
           "<img src=x onerror=alert(1)>";
  })) << "text, and nothing else";
}

} // namespace
} // namespace leasehold::test
