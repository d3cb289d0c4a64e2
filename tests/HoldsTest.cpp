//===- HoldsTest.cpp - leasehold holds, leasehold check --holds -----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cli.h"
#include <fstream>
#include <nlohmann/json.hpp>

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {
namespace {

using Json = nlohmann::json;

/// So many leases of these milliseconds each.
Json histogram(const std::vector<std::pair<double, unsigned>> &Times) {
  Json H{{"count", 0}, {"total_ms", 0.0}, {"max_ms", 0.0}, {"buckets", Json::array()}};
  for (const auto &[Ms, N] : Times) {
    H["buckets"].push_back({{"below_us", static_cast<uint64_t>(Ms * 1000) + 1}, {"count", N}});
    H["count"] = H["count"].get<unsigned>() + N;
    H["total_ms"] = H["total_ms"].get<double>() + Ms * N;
    H["max_ms"] = std::max(H["max_ms"].get<double>(), Ms);
  }
  return H;
}

class HoldProfiles : public Cli {
protected:
  HoldProfiles() { (void)D.write("bad.cpp", Bad); }

  static Json site(const std::string &Place, unsigned Line, const std::string &Function,
                   const std::vector<std::pair<double, unsigned>> &Times, unsigned Timeouts = 0) {
    return {{"file", Place},         {"line", Line},
            {"function", Function},  {"hold", histogram(Times)},
            {"wait", histogram({})}, {"slow_ms", 0},
            {"committed", 0},        {"rolled_back", 0},
            {"abandoned", 0},        {"commit_failed", 0},
            {"timeouts", Timeouts},  {"leaks", 0}};
  }
  void profile(const std::string &Name, const std::vector<Json> &Sites) const {
    (void)D.write(Name, Json{{"format", "leasehold-holds"},
                             {"version", 1},
                             {"pools",
                              {{{"pool", "main"},
                                {"processes", 1},
                                {"since", "2026-01-02T03:04:05Z"},
                                {"until", "2026-01-02T04:04:05Z"},
                                {"resolution_ms", 4},
                                {"sites", Sites}}}}}
                            .dump());
  }
  void expectValid(const std::string &Schema, const std::string &File) const {
    const std::string Source = LEASEHOLD_SOURCE_DIR;
    const Outcome O =
        run({"python3", Source + "/tests/validate.py", Source + "/docs/schema/" + Schema, File});
    EXPECT_EQ(O.status, 0) << O.str();
  }
  [[nodiscard]] Json read(const std::string &Name) const {
    std::ifstream In(D.path() + "/" + Name);
    return Json::parse(In);
  }
  static void expectShows(const Outcome &O, const std::string &Text) {
    EXPECT_EQ(O.status, 0) << O.str();
    EXPECT_NE(O.out.find(Text), std::string::npos) << "expected: " << Text << "\n" << O.str();
  }
};

TEST_F(HoldProfiles, AReportHasWhatCostsMostFirst) {
  profile("a.json", {site("a.cpp", 3, "void f(int)", {{1, 10}}),
                     site("b.cpp", 7, "void shop::g()", {{2000, 99}, {177000, 2}}, 5)});
  const Outcome O = leasehold({"holds", "report", "a.json"});
  expectShows(O, "b.cpp:7 shop::g\n");
  expectShows(O, "177 s");
  expectShows(O, "<4.00 ms");
  EXPECT_LT(O.out.find("b.cpp:7"), O.out.find("a.cpp:3")) << O.str();
  expectShows(leasehold({"holds", "report", "--format", "html", "a.json"}), "p99 177 s</text>");
}

TEST_F(HoldProfiles, ProcessesAddUp) {
  profile("a.json", {site("a.cpp", 3, "void f()", {{10, 10}}, 1)});
  profile("b.json", {site("a.cpp", 3, "void f()", {{10, 5}, {500, 1}}, 2),
                     site("a.cpp", 9, "void f()", {{1, 1}})});
  const Outcome O = leasehold({"holds", "merge", "a.json", "b.json", "-o", "all.json"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(O.err, "");
  expectValid("holds.schema.json", D.path() + "/all.json");
  const Json J = read("all.json")["pools"][0];
  EXPECT_EQ(J["processes"], 2);
  ASSERT_EQ(J["sites"].size(), 2U);
  EXPECT_EQ(J["sites"][0]["hold"]["count"], 16);
  EXPECT_EQ(J["sites"][0]["hold"]["max_ms"], 500.0);
  EXPECT_EQ(J["sites"][0]["timeouts"], 3);
}

TEST_F(HoldProfiles, ADifferenceFindsPlacesThatMoved) {
  profile("before.json", {site("a.cpp", 3, "void f()", {{1000, 10}}, 4)});
  profile("after.json",
          {site("a.cpp", 30, "void f()", {{10, 20}}), site("b.cpp", 1, "g", {{1, 1}})});
  const Outcome O = leasehold({"holds", "diff", "before.json", "after.json"});
  expectShows(O, "10 -> 20");
  expectShows(O, "-99.0%");
  expectShows(O, "a.cpp:30 f\n");
  expectShows(O, "b.cpp:1 g (new)");
  EXPECT_EQ(O.err, "");
}

TEST_F(HoldProfiles, OfAnotherProgramIsSaid) {
  profile("a.json", {site("a.cpp", 3, "void f()", {{1, 1}})});
  profile("b.json", {site("b.cpp", 3, "void g()", {{1, 1}})});
  expectSays(leasehold({"holds", "diff", "a.json", "b.json"}), "are they of one program?");
  expectSays(leasehold({"holds", "merge", "a.json", "b.json"}), "are they of one program?");
}

TEST_F(HoldProfiles, WhatIsNoProfileIsRefused) {
  auto Refused = [&](const std::string &Text, const std::string &Says) {
    (void)D.write("x.json", Text);
    for (const Strings &Command : {Strings{"holds", "report", "x.json"},
                                   Strings{"check", "--holds", "x.json", "bad.cpp", "--"}}) {
      const Outcome O = leasehold(Command);
      EXPECT_EQ(O.status, 2) << O.str();
      EXPECT_EQ(O.out, "") << O.str();
      expectSays(O, "the hold profile x.json " + Says);
    }
  };
  Refused("", "is none");
  Refused("{\"version\": 1}", "is none");
  Refused("{\"format\": \"leasehold-holds\", \"version\": 2, \"pools\": []}", "is of version 2");
  Refused("{\"format\": \"leasehold-holds\", \"version\": 1, \"pools\": [{}]}", "is damaged");
  constexpr size_t Deep = 200'000;
  Refused("{\"format\": \"leasehold-holds\", \"version\": " + std::string(Deep, '[') +
              std::string(Deep, ']') + "}",
          "is of version ");
  expectSays(leasehold({"holds", "report", "none.json"}), "cannot be read: No such file");
  profile("a.json", {site("a.cpp", 3, "void f()", {{1, 1}})});
  const Outcome O = leasehold({"holds", "report", "none.json", "a.json"});
  EXPECT_EQ(O.status, 2) << O.str();
  EXPECT_NE(O.out.find("a.cpp:3"), std::string::npos) << "the rest is given: " << O.str();
}

//===----------------------------------------------------------------------===//
// check --holds
//===----------------------------------------------------------------------===//

// bad.cpp: a leak in f, line 3; a slow call in g, line 4.

TEST_F(HoldProfiles, TimesThatCannotBeAreRefused) {
  // Their sums would be infinite, and the page would draw tenfolds without end.
  for (double Ms : {1e308, 1e16}) {
    Json S = site("a.cpp", 3, "void f()", {{10, 1}});
    S["hold"]["max_ms"] = Ms;
    profile("a.json", {S});
    for (const char *Format : {"text", "html"}) {
      const Outcome O = leasehold({"holds", "report", "--format", Format, "a.json"});
      EXPECT_EQ(O.status, 2) << O.str();
      expectSays(O, "is damaged");
    }
  }
  // Held in slow regions for longer than at all.
  Json S = site("a.cpp", 3, "void f()", {{1, 1}});
  S["slow_ms"] = 1e14;
  profile("a.json", {S});
  expectShows(leasehold({"holds", "report", "a.json"}), " 999% ");
}

TEST_F(HoldProfiles, FindingsComeByTheTimeThatIsLost) {
  profile("a.json", {site("./bad.cpp", 3, "void f()", {{10, 1}}),
                     site("bad.cpp", 4, "void g(pg_conn *)", {{60000, 10}}, 31)});
  Outcome O = check({"--holds", "a.json", "bad.cpp", "--"});
  EXPECT_EQ(O.status, 1) << O.str();
  EXPECT_LT(O.out.find("bad.cpp:4:"), O.out.find("bad.cpp:3:")) << O.str();
  EXPECT_NE(O.out.find("note: measured: held 60.0 s at p99, 60.0 s at p50, 60.0 s at most; 10 "
                       "leases, 10.0 min in all, 31 timeouts"),
            std::string::npos)
      << O.str();
  O = check({"--holds", "a.json", "--format", "json", "-o", "out.json", "bad.cpp", "--"});
  expectValid("findings.schema.json", D.path() + "/out.json");
  const Json J = read("out.json");
  EXPECT_EQ(J["findings"][0]["rank"], 100.0);
  EXPECT_EQ(J["findings"][0]["measured"]["timeouts"], 31);
  O = check({"--holds", "a.json", "--format", "sarif", "-o", "out.sarif", "bad.cpp", "--"});
  EXPECT_EQ(read("out.sarif")["runs"][0]["results"][0]["properties"]["holdP99Ms"], 60000.0);
}

TEST_F(HoldProfiles, LinesMayHaveMoved) {
  profile("a.json", {site("bad.cpp", 40, "void g(pg_conn *)", {{60000, 10}}),
                     site("bad.cpp", 90, "void g(pg_conn *)", {{1, 1}})});
  const Outcome O = check({"--holds", "a.json", "bad.cpp", "--"});
  EXPECT_NE(O.out.find("bad.cpp:40:1: note: measured: held 60.0 s"), std::string::npos) << O.str();
  expectSays(O, "bad.cpp:3: leasehold-unguarded-acquire: not in the profile");
}

TEST_F(HoldProfiles, SlowPlacesWithoutAFindingAreListed) {
  profile("a.json", {site("bad.cpp", 5, "void h(pg_conn *)", {{12000, 3}}),
                     site("other.cpp", 5, "void i()", {{12000, 2}}),
                     site("bad.cpp", 77, "void quick()", {{50, 3}})});
  const Outcome O = check({"--holds", "a.json", "bad.cpp", "--"});
  expectSays(O, "bad.cpp:5: h holds for 12.0 s at p99, 36.0 s in all, and nothing was found there; "
                "its file was analysed");
  expectSays(O, "other.cpp:5: i holds for 12.0 s at p99, 24.0 s in all, and nothing was found "
                "there; its file is no source of this program");
  EXPECT_EQ(O.err.find("quick"), std::string::npos) << O.str();
}

TEST_F(HoldProfiles, TheFileMustBeTheSame) {
  profile("a.json", {site("/src/very_bad.cpp", 4, "void g(pg_conn *)", {{60000, 10}})});
  const Outcome O = check({"--holds", "a.json", "bad.cpp", "--"});
  EXPECT_EQ(O.out.find("measured"), std::string::npos) << O.str();
}

} // namespace
} // namespace leasehold::test
#endif // LEASEHOLD_PROGRAM
