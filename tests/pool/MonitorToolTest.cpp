// leasehold-monitor, as a script calls it.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "MonitorSupport.h"
#include "Support.h"
#include "commands.h"
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <leasehold/version.h>
#include <regex>
#include <sstream>

namespace leasehold::test {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Ran {
  int status;
  std::string out, err;
};
Ran tool(const std::vector<std::string> &arguments, bool terminal = false) {
  std::ostringstream out, err;
  const int status = tools::run(arguments, out, err, terminal);
  return {status, out.str(), err.str()};
}
/// One line, which has this in it.
void expect_line(const std::string &text, const std::string &part) {
  EXPECT_THAT(text, HasSubstr(part));
  EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
}

class Tool : public testing::Test {
protected:
  Tool() { monitor.add("main", pool); }
  static MonitorOptions often() {
    MonitorOptions o;
    o.sample_every = 10ms;
    return o;
  }
  FakePool pool{FakeDriver{}, small(2)};
  Monitor monitor{often()};
  std::string url = monitor.url();
};

TEST_F(Tool, WatchesInLines) {
  const Ran r = tool({"--mode", "monitor", "--url", url, "--interval", "0.05", "--count", "3"});
  EXPECT_EQ(r.status, 0) << r.err;
  EXPECT_EQ(std::ranges::count(r.out, '\n'), 4) << r.out;
  EXPECT_THAT(r.out, HasSubstr("healthy"));
  EXPECT_THAT(r.out, HasSubstr("▁▁▁"));
  EXPECT_THAT(r.out, Not(HasSubstr("\x1b"))) << "in a pipe";
}

TEST_F(Tool, ItsStatusIsThePools) {
  const auto one = pool.acquire(), two = pool.acquire();
  const Ran r = tool({"--mode", "monitor", "--url", url, "--count", "1", "--json"});
  EXPECT_EQ(r.status, 1);
  const Json json = Json::parse(r.out);
  EXPECT_EQ(json["status"], "critical");
  EXPECT_EQ(json["checked_out"], 2);
}

TEST_F(Tool, DrawsATableInATerminal) {
  const auto one = pool.acquire(), two = pool.acquire();
  const Ran r = tool({"--url", url, "--interval", "0.05", "--count", "2"}, true);
  EXPECT_THAT(r.out, testing::StartsWith("\x1b[?25l"));
  EXPECT_THAT(r.out, testing::EndsWith("\x1b[?25h")) << "the cursor is back";
  EXPECT_THAT(r.out, HasSubstr("100.0 % of 2 connections are in use"));
}

TEST_F(Tool, AMonitorThatIsNotThereIsOneLine) {
  for (const char *dead : {"http://127.0.0.1:1", "http://127.0.0.1:1/x/"}) {
    const Ran r = tool({"--mode", "monitor", "--url", dead});
    EXPECT_EQ(r.status, 2);
    expect_line(r.err, "no answer from http://127.0.0.1:1");
  }
  for (const char *wrong : {"127.0.0.1:80", "ftp://x", "http://", "http://x:99999"}) {
    const Ran r = tool({"--mode", "monitor", "--url", wrong});
    EXPECT_EQ(r.status, 2);
    expect_line(r.err, "is not the URL of a monitor");
  }
  const Ran r = tool({"--mode", "monitor", "--url", url, "--pool", "a&b", "--count", "1"});
  EXPECT_EQ(r.status, 2);
  expect_line(r.err, "there is no pool 'a&b'");
}

TEST_F(Tool, SomebodyElsesServerIsSaid) {
  httplib::Server other;
  other.Get(".*", [](const httplib::Request &, httplib::Response &a) {
    a.set_content("<html>", "text/html");
  });
  const int port = other.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { other.listen_after_bind(); });
  const Ran r = tool({"--mode", "monitor", "--url", "http://127.0.0.1:" + std::to_string(port)});
  EXPECT_EQ(r.status, 2);
  expect_line(r.err, "not what a leasehold::Monitor says");
  other.stop();
  thread.join();
}

TEST_F(Tool, AnAnswerOfOtherTypesIsSaid) {
  httplib::Server other;
  other.Get(".*", [](const httplib::Request &, httplib::Response &a) {
    a.set_content(R"({"pools": [1], "time": 5, "counters": []})", "application/json");
  });
  const int port = other.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { other.listen_after_bind(); });
  const Ran r = tool({"--url", "http://127.0.0.1:" + std::to_string(port), "--count", "1"});
  EXPECT_EQ(r.status, 2);
  expect_line(r.err, "not what a leasehold::Monitor says");
  other.stop();
  thread.join();
}

TEST(ToolArguments, AreChecked) {
  for (const std::vector<std::string> &wrong :
       {std::vector<std::string>{},
        {"--mode", "monitor"},
        {"--mode", "test"},
        {"--mode", "x"},
        {"--mode", "test", "--database", "oracle://x"},
        {"--nonsense"},
        {"--mode", "test", "--database", "/nowhere/shop.db"},
        {"--mode", "test", "--database", "mariadb://"},
        {"recommend", "--rate", "5"},
        {"recommend", "--nesting", "2"}}) {
    const Ran r = tool(wrong);
    EXPECT_EQ(r.status, 2) << testing::PrintToString(wrong);
    EXPECT_THAT(r.err, testing::StartsWith("leasehold-monitor: "));
    EXPECT_EQ(r.out, "");
  }
  EXPECT_EQ(tool({"--help"}).status, 0);
}

TEST(ToolArguments, AreInWhatShellsOfferAndInTheManual) {
  const std::string bash = tool({"completion", "bash"}).out, zsh = tool({"completion", "zsh"}).out;
  const std::string page = std::regex_replace(tool({"manual"}).out, std::regex(R"(\\-)"), "-");
  std::size_t seen = 0;
  for (const std::vector<std::string> &command :
       {std::vector<std::string>{}, {"recommend"}, {"completion"}}) {
    std::vector<std::string> asked = command;
    asked.emplace_back("--help");
    const std::string help = tool(asked).out;
    const std::regex option("\n  (?:-h,)?(--[a-z-]+)");
    for (std::sregex_iterator at(help.begin(), help.end(), option), end; at != end; ++at, ++seen) {
      const std::string name = (*at)[1];
      EXPECT_THAT(bash, testing::ContainsRegex("[ ']" + name + "[ ']"));
      EXPECT_THAT(zsh, testing::ContainsRegex("[)]" + name + "=?[[]"));
      EXPECT_THAT(page, HasSubstr(name));
    }
  }
  EXPECT_GT(seen, 20U);
  for (const char *command : {"recommend", "completion", "manual"})
    EXPECT_THAT(bash, HasSubstr("'leasehold-monitor " + std::string(command) + "'"));
  EXPECT_EQ(tool({"--version"}).out, "leasehold-monitor version " LEASEHOLD_POOL_VERSION "\n");
}

TEST(ToolTest, ProbesADatabase) {
  std::string path = std::filesystem::temp_directory_path() / "leasehold-tool-XXXXXX";
  close(mkstemp(path.data()));
  const Ran r = tool({"--mode", "test", "--database", path, "--test-count", "5", "--test-interval",
                      "0", "--json"});
  EXPECT_EQ(r.status, 0) << r.err;
  const Json json = Json::parse(r.out);
  EXPECT_EQ(json["database_type"], "sqlite");
  EXPECT_EQ(json["successes"], 5);
  EXPECT_EQ(json["failures"], 0);
  EXPECT_LE(json["total_ms"]["p50"], json["total_ms"]["max"]);
  std::ofstream(path) << std::string(5'000, 'x');
  const Ran broken =
      tool({"--mode", "test", "--database", path, "--test-count", "2", "--test-interval", "0"});
  EXPECT_EQ(broken.status, 1);
  EXPECT_THAT(broken.out, HasSubstr("2 failed"));
  EXPECT_THAT(broken.out, HasSubstr("2 times: ")) << "the same failure once";
  std::filesystem::remove(path);
}

TEST(ToolTest, APasswordIsNotSaid) {
  for (const char *dead :
       {"postgresql://shop:s3cret@127.0.0.1:1/shop", "mariadb://shop:s3cret@127.0.0.1:1/shop"}) {
    const Ran r =
        tool({"--mode", "test", "--database", dead, "--test-count", "2", "--test-interval", "0"});
    EXPECT_NE(r.status, 0);
    EXPECT_THAT(r.out + r.err, Not(HasSubstr("s3cret")));
  }
}

TEST(Recommend, ErlangC) {
  // From tables: 10 Erlang, the wait's mean is one hold time / (n - 10).
  EXPECT_EQ(tools::servers_for(10, 0.5, 0.01), 15U);
  EXPECT_EQ(tools::servers_for(10, 0, 0.2), 14U) << "17.4 % wait with 14, 28.5 % with 13";
  EXPECT_EQ(tools::servers_for(0, 0, 0.01), 1U);
  EXPECT_GT(tools::servers_for(5'000, 0, 0.01), 5'000U) << "no overflow";
}

TEST(Recommend, SaysWhichFigureEachComesFrom) {
  const Ran r =
      tool({"recommend", "--cores", "4", "--rate", "500", "--hold-ms", "20", "--instances", "4",
            "--max-connections", "100", "--nesting", "2", "--threads", "10", "--json"});
  ASSERT_EQ(r.status, 0) << r.err;
  const Json json = Json::parse(r.out);
  std::map<std::string, int> sizes;
  for (const Json &p : json["proposals"]) {
    sizes[p["proposal"]] = p["connections"];
    EXPECT_FALSE(p["from"].get<std::string>().empty());
  }
  EXPECT_EQ(sizes,
            (std::map<std::string, int>{
                {"start", 9}, {"queueing", 15}, {"nesting", 11}, {"limit", 24}, {"overflow", 9}}));
  EXPECT_EQ(json["pool_size"], 15);
  EXPECT_EQ(json["max_overflow"], 9);
  EXPECT_EQ(Json::parse(tool({"recommend", "--cores", "64", "--json"}).out)["pool_size"], 32);
  EXPECT_EQ(tool({"recommend", "--max-connections", "3"}).status, 2) << "none is left";
}

TEST_F(Tool, RecommendsFromWhatAMonitorMeasured) {
  for (int i = 0; i < 30; ++i) {
    pool.with_session([](auto &) { std::this_thread::sleep_for(5ms); });
    std::this_thread::sleep_for(5ms);
  }
  const Ran r = tool({"recommend", "--url", url, "--json"});
  ASSERT_EQ(r.status, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("Little's law"));
  EXPECT_THAT(r.out, HasSubstr("queueing"));
}

} // namespace
} // namespace leasehold::test
