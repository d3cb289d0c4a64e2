//===- AdoptionTest.cpp - baseline, diff, settings of a path --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cli.h"
#include <algorithm>
#include <fstream>
#include <sstream>

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {
namespace {

namespace fs = std::filesystem;

class Adoption : public Cli {
protected:
  Adoption() { (void)D.write("bad.cpp", Bad); }

  void git(Strings Arguments) const {
    Arguments.insert(Arguments.begin(),
                     {"git", "-c", "user.name=n", "-c", "user.email=e@x", "-C", D.path()});
    Outcome O = run(Arguments);
    ASSERT_EQ(O.status, 0) << O.str();
  }
  void commit() const {
    git({"add", "-A"});
    git({"commit", "-q", "-m", "state"});
  }
  void repository() const {
    git({"init", "-q"});
    commit();
  }
  [[nodiscard]] std::string text(const std::string &Name) const {
    std::ifstream In(D.path() + "/" + Name);
    std::stringstream Out;
    Out << In.rdbuf();
    return Out.str();
  }
  /// One line on stderr, status 2, nothing on stdout.
  static void expectRefused(const Outcome &O, const std::string &Says) {
    EXPECT_EQ(O.status, 2) << O.str();
    EXPECT_EQ(O.err.find("leasehold: error: "), 0U) << O.str();
    EXPECT_EQ(std::ranges::count(O.err, '\n'), 1) << O.str();
    EXPECT_EQ(O.out, "") << O.str();
    expectSays(O, Says);
  }
};

//===----------------------------------------------------------------------===//
// Baseline
//===----------------------------------------------------------------------===//

TEST_F(Adoption, ABaselineSilencesWhatIsKnown) {
  Outcome O = check({"--baseline", "b.json", "--write-baseline", "bad.cpp", "--"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(O.out, "");
  expectSays(O, "2 written to the baseline");
  O = check({"--baseline", "b.json", "bad.cpp", "--"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectSays(O, "2 in the baseline");
  // Moved, and with something new.
  (void)D.write("bad.cpp", "// moved\n" + Bad + "void i(pg_conn *c) { sleep(9); }\n");
  O = check({"--baseline", "b.json", "bad.cpp", "--"});
  EXPECT_EQ(O.status, 1) << O.str();
  expectFindings(O, {{"bad.cpp", 7, "slow-call", ""}});
}

TEST_F(Adoption, APrunedBaselineForgetsWhatIsGone) {
  (void)D.write("other.cpp", Bad);
  database({"bad.cpp", "other.cpp"});
  EXPECT_EQ(check({"-p", "build", "--baseline", "b.json", "--write-baseline"}).status, 0);
  const std::string Whole = text("b.json");
  EXPECT_EQ(std::ranges::count(Whole, '{'), 5) << Whole;
  (void)D.write("bad.cpp", Good);
  (void)D.write("other.cpp", Good);
  // Comparing changes nothing; of what is not looked at nothing is forgotten.
  EXPECT_EQ(check({"-p", "build", "--baseline", "b.json"}).status, 0);
  EXPECT_EQ(text("b.json"), Whole);
  Outcome O = check({"-p", "build", "--baseline", "b.json", "--prune-baseline", "bad.cpp",
                     "--checks=-leasehold-slow-call"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectSays(O, "1 pruned from the baseline");
  EXPECT_EQ(text("b.json").find("\"file\": \"bad.cpp\""), text("b.json").rfind("\"file\": \"bad"));
  O = check({"-p", "build", "--baseline", "b.json", "--prune-baseline"});
  expectSays(O, "3 pruned from the baseline");
  EXPECT_EQ(text("b.json").find("bad.cpp"), std::string::npos) << text("b.json");
}

TEST_F(Adoption, ABaselineThatCannotBeUsedIsTwo) {
  expectRefused(check({"--baseline", "none.json", "bad.cpp", "--"}), "--write-baseline makes one");
  (void)D.write("new.json", R"({"version": 2, "fingerprints": "leasehold/v1", "findings": []})");
  expectRefused(check({"--baseline", "new.json", "bad.cpp", "--"}), "is of version 2");
  (void)D.write("kind.json", R"({"version": 1, "fingerprints": "leasehold/v9", "findings": []})");
  expectRefused(check({"--baseline", "kind.json", "bad.cpp", "--"}), "of another kind");
  for (const char *Text : {"", "{", "[]", "{}", "{\"version\": \"1\"}"}) {
    (void)D.write("none.json", Text);
    expectRefused(check({"--baseline", "none.json", "bad.cpp", "--"}), "none.json is none");
  }
  (void)D.write("cut.json", R"({"version": 1, "fingerprints": "leasehold/v1", "findings": [{}]})");
  expectRefused(check({"--baseline", "cut.json", "bad.cpp", "--"}), "is damaged");
  expectRefused(check({"--baseline", "no/dir/b.json", "--write-baseline", "bad.cpp", "--"}),
                "cannot write no/dir/b.json");
  EXPECT_EQ(check({"--write-baseline", "bad.cpp", "--"}).status, 2) << "to where?";
}

//===----------------------------------------------------------------------===//
// Diff
//===----------------------------------------------------------------------===//

TEST_F(Adoption, ADiffShowsWhatTouchesChangedLines) {
  repository();
  Outcome O = check({"--diff", "HEAD", "bad.cpp", "--"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectSays(O, "2 outside of the diff");
  std::string Changed = Bad;
  Changed.replace(Changed.find("sleep(60)"), 9, "sleep(61)");
  (void)D.write("bad.cpp", "// moved\n" + Changed);
  O = check({"--diff", "HEAD", "bad.cpp", "--"});
  EXPECT_EQ(O.status, 1) << O.str();
  expectFindings(O, {{"bad.cpp", 5, "slow-call", ""}});
  commit();
  expectFindings(check({"--diff", "HEAD~1", "bad.cpp", "--"}), {{"bad.cpp", 5, "slow-call", ""}});
  expectFindings(check({"--diff", "HEAD", "bad.cpp", "--"}), {});
}

TEST_F(Adoption, AStepOfThePathIsEnough) {
  (void)D.write("nap.h", "#pragma once\n" + Pg + "inline void nap() {\n  int i = 1;\n}\n");
  (void)D.write("a b.cpp", "#include \"nap.h\"\nvoid f(pg_conn *c) { nap(); }\n");
  repository();
  (void)D.write("nap.h", "#pragma once\n" + Pg + "inline void nap() {\n  sleep(60);\n}\n");
  expectFindings(check({"--diff", "HEAD", "a b.cpp", "--"}), {{"a b.cpp", 2, "slow-call", ""}});
}

TEST_F(Adoption, WhatWasTakenAwayCounts) {
  (void)D.write("a.cpp", Pg + "void f() {\n  pg_conn *c = PQconnectdb(\"\");\n  PQfinish(c);\n}\n"
                              "void g() {\n  pg_conn *c = PQconnectdb(\"\");\n}\n");
  repository();
  (void)D.write("a.cpp", Pg + "void f() {\n  pg_conn *c = PQconnectdb(\"\");\n}\n"
                              "void g() {\n  pg_conn *c = PQconnectdb(\"\");\n}\n");
  expectFindings(check({"--diff", "HEAD", "a.cpp", "--"}), {{"a.cpp", 4, "unguarded-acquire", ""}});
}

TEST_F(Adoption, AFileThatGitDoesNotKnowIsNew) {
  repository();
  (void)D.write("ü \"new\".cpp", Bad);
  Outcome O = check({"--diff", "HEAD", "ü \"new\".cpp", "bad.cpp", "--"});
  EXPECT_EQ(findings(diagnostics(O.out)).size(), 2U) << O.str();
  git({"add", "-A"});
  O = check({"--diff", "HEAD", "ü \"new\".cpp", "bad.cpp", "--"});
  EXPECT_EQ(findings(diagnostics(O.out)).size(), 2U) << O.str();
}

TEST_F(Adoption, ARevisionThatIsNotThereIsTwo) {
  expectRefused(check({"--diff", "HEAD", "bad.cpp", "--"}), "needs a Git repository");
  repository();
  for (const char *Revision : {"nobody", "--output=x", "HEAD~7"})
    expectRefused(check({"--diff=" + std::string(Revision), "bad.cpp", "--"}),
                  "has no revision '" + std::string(Revision) + "'");
}

//===----------------------------------------------------------------------===//
// Settings of a path
//===----------------------------------------------------------------------===//

TEST_F(Adoption, AConfigurationHoldsForWhatIsBelow) {
  (void)D.write("src/bad.cpp", Bad);
  (void)D.write("src/old/bad.cpp", Bad);
  (void)D.write("src/.leasehold.json", R"({"checks": "-leasehold-slow-call"})");
  database({"src/bad.cpp", "src/old/bad.cpp", "bad.cpp"});
  auto Checked = [&](const Strings &More = {}) {
    Strings Arguments{"-p", "build"};
    Arguments.insert(Arguments.end(), More.begin(), More.end());
    return check(Arguments);
  };
  expectFindings(Checked(), {Leak, Slow, Leak, Leak});
  // The nearest holds, alone.
  (void)D.write("src/old/.leasehold.json", R"({"level": "risk"})");
  expectFindings(Checked(), {Leak, Slow, Leak, Leak, Slow});
  // The last entry that says something of a path decides.
  (void)D.write("src/.leasehold.json", R"({"level": "bug", "paths": [
      {"glob": "old/*", "quiet": true}, {"glob": "*.cpp", "level": "risk"},
      {"glob": "bad*", "checks": "leasehold-slow-call"}]})");
  fs::remove(D.path() + "/src/old/.leasehold.json");
  Outcome O = Checked();
  expectFindings(O, {Leak, Slow, Slow});
  expectSays(O, "2 in quiet paths");
  // The command line goes before.
  expectFindings(Checked({"--checks=leasehold-unguarded-acquire"}), {Leak, Leak});
  expectFindings(Checked({"--level=bug"}), {Leak});
}

TEST_F(Adoption, AConfigurationMayAskForMore) {
  (void)D.write("good.cpp", Good);
  EXPECT_EQ(check({"good.cpp", "--"}).status, 0);
  (void)D.write(".leasehold.json", R"({"paths": [{"glob": "go*", "level": "style"}]})");
  expectFindings(check({"good.cpp", "--"}), {{"good.cpp", 3, "unguarded-acquire", ""}});
}

TEST_F(Adoption, WhatHoldsForTheWholeProgram) {
  (void)D.write("conf/.leasehold.json",
                R"({"min_slow_ms": 70000, "models": ["../ours.json"], "repositories": "*Dao"})");
  (void)D.write("ours.json", R"({"library": "ours",
      "functions": [{"name": "PQconnectdb", "no_effect": true}]})");
  (void)D.write("conf/bad.cpp", Bad);
  expectFindings(check({"conf/bad.cpp", "--"}), {});
  expectFindings(check({"--min-slow-ms=50", "conf/bad.cpp", "--"}), {Slow});
  (void)D.write("conf/.leasehold.json", R"({"min_slow_ms": 1e300})");
  expectFindings(check({"--models=ours.json", "conf/bad.cpp", "--"}), {});
  expectFindings(check({"--models=ours.json", "--min-slow-ms=1e300", "conf/bad.cpp", "--"}), {});
  (void)D.write("conf/.leasehold.json", R"({"min_slow_ms": 70000})");
  // It cannot be two things.
  (void)D.write(".leasehold.json", R"({"min_slow_ms": 5})");
  Outcome O = check({"bad.cpp", "conf/bad.cpp", "--"});
  expectRefused(O, "/min_slow_ms");
}

TEST_F(Adoption, AConfigurationIsReadStrictly) {
  const std::string Schema = SourceDirectory + "/docs/schema/config.schema.json";
  auto BySchema = [&] {
    return run({"python3", SourceDirectory + "/tests/validate.py", Schema,
                D.path() + "/.leasehold.json"})
        .status;
  };
  (void)D.write(".leasehold.json", R"({"$schema": "x", "checks": "-leasehold-suspend",
      "level": "style", "tests": [], "min_slow_ms": 1.5, "repositories": "*Dao", "models": [],
      "paths": [{"glob": "a/*", "quiet": false, "level": "bug", "checks": "*"}]})");
  EXPECT_EQ(check({"bad.cpp", "--"}).status, 1);
  EXPECT_EQ(BySchema(), 0);
  struct {
    const char *text, *pointer, *reason;
  } const Wrong[] = {
      {R"({"cheks": ""})", "at /cheks", "unknown key"},
      {R"({"level": "loud"})", "at /level", "\"risk\""},
      {R"({"paths": {}})", "at /paths", "array"},
      {R"({"paths": [{"quiet": true}]})", "at /paths/0", "glob"},
      {R"({"paths": [{"glob": "*", "models": []}]})", "at /paths/0/models", "unknown key"},
      {R"({"paths": [{"glob": "*", "quiet": "yes"}]})", "at /paths/0/quiet", "true or false"},
      {R"({"tests": "a/*"})", "at /tests", "array"},
      {R"({"min_slow_ms": -1})", "at /min_slow_ms", "milliseconds"},
      {R"([])", ".leasehold.json", "object"},
  };
  for (const auto &[Text, Pointer, Reason] : Wrong) {
    (void)D.write(".leasehold.json", Text);
    Outcome O = check({"bad.cpp", "--"});
    expectRefused(O, Reason);
    expectSays(O, "/.leasehold.json: ");
    expectSays(O, Pointer);
    EXPECT_EQ(BySchema(), 1) << Text;
  }
  (void)D.write(".leasehold.json", "{\n\"level\": \"bug\",\n}");
  expectRefused(check({"bad.cpp", "--"}), "not valid JSON near line 3");
  (void)D.write(".leasehold.json", R"({"checks": "leasehold-slow-cal"})");
  expectRefused(check({"bad.cpp", "--"}), "no check matches 'leasehold-slow-cal'");
  (void)D.write(".leasehold.json", R"({"models": ["none.json"]})");
  Outcome O = check({"bad.cpp", "--"});
  EXPECT_EQ(O.status, 2);
  expectSays(O, "none.json");
}

TEST_F(Adoption, TestsAreQuietUnlessTheyAreNamed) {
  const Strings Files{"tests/a.cpp", "src/test/b.cpp", "src/pool_test.cpp", "src/PoolTest.cpp"};
  for (const std::string &File : Files)
    (void)D.write(File, Bad);
  (void)D.write("test-inputs/c.cpp", Bad);
  (void)D.write("src/contest.cpp", Bad);
  Strings All = Files;
  All.insert(All.end(), {"test-inputs/c.cpp", "src/contest.cpp"});
  database(All);
  auto Found = [&](Strings Arguments) {
    Arguments.insert(Arguments.begin(), {"-p", "build"});
    return findings(diagnostics(check(std::move(Arguments)).out)).size();
  };
  Outcome O = check({"-p", "build"});
  EXPECT_EQ(findings(diagnostics(O.out)).size(), 4U) << O.str();
  expectSays(O, "8 in tests, which --tests shows");
  EXPECT_EQ(Found({"--tests"}), 12U);
  EXPECT_EQ(Found({"tests/a.cpp"}), 2U);
  (void)D.write(".leasehold.json", R"({"tests": ["test-inputs/*"]})");
  EXPECT_EQ(Found({}), 10U);
  (void)D.write(".leasehold.json", R"({"paths": [{"glob": "tests/*", "quiet": false}]})");
  EXPECT_EQ(Found({}), 6U);
  (void)D.write(".leasehold.json", R"({"paths": [{"glob": "tests/*", "quiet": true}]})");
  EXPECT_EQ(Found({"tests/a.cpp"}), 0U) << "what is said is meant";
}

//===----------------------------------------------------------------------===//
// Suppressions
//===----------------------------------------------------------------------===//

TEST_F(Adoption, CommentsThatSilenceNothingAreTold) {
  (void)D.write("used.h", "#pragma once\n" + Pg +
                              "inline void n(pg_conn *c) {\n  sleep(60); // "
                              "NOLINT(leasehold-slow-call)\n}\n"
                              "// NOLINTNEXTLINE(leasehold-*)\nextern int x;\n");
  (void)D.write("a.cpp", "#include \"used.h\"\n"
                         "void f(pg_conn *c) { sleep(60); } // NOLINT(leasehold-slow-call)\n"
                         "void g(pg_conn *c) {} // NOLINT(leasehold-slow-call): was slow\n"
                         "void h(pg_conn *c) {} // NOLINT\n"
                         "void i(pg_conn *c) {} // NOLINT(bugprone-*)\n"
                         "// NOLINTBEGIN(leasehold-unguarded-acquire)\n"
                         "void j() { pg_conn *c = PQconnectdb(\"\"); PQfinish(c); }\n"
                         "// NOLINTEND(leasehold-unguarded-acquire)\n"
                         "void k() {} // NOLINT(leasehold-suspend,leasehold-slow-call)\n");
  (void)D.write("broken.cpp", Broken + "// NOLINT(leasehold-slow-call)\n");
  database({"a.cpp"});
  auto Warnings = [&](Strings Arguments) {
    Arguments.insert(Arguments.begin(), {"-q", "-p", "build", "--unused-suppressions"});
    return check(std::move(Arguments)).err;
  };
  const std::string InFile = "leasehold: warning: a.cpp:3:26: NOLINT(leasehold-slow-call) silences "
                             "nothing; take it away\n";
  const std::string Two = "leasehold: warning: a.cpp:9:16: "
                          "NOLINT(leasehold-suspend,leasehold-slow-call) silences nothing; take it "
                          "away\n";
  const std::string InHeader = "leasehold: warning: used.h:7:4: NOLINTNEXTLINE(leasehold-*) ";
  const std::string All = Warnings({"--checks=-leasehold-session-outside-repository"});
  EXPECT_NE(All.find(InFile), std::string::npos) << All;
  EXPECT_NE(All.find(Two), std::string::npos) << All;
  EXPECT_EQ(std::ranges::count(All, '\n'), 2) << All;
  // In a header only when all is known: the layer, too.
  const std::string Whole = Warnings({"--repositories=*Dao"});
  EXPECT_NE(Whole.find(InHeader), std::string::npos) << Whole;
  EXPECT_EQ(std::ranges::count(Whole, '\n'), 3) << Whole;
  EXPECT_EQ(Warnings({"--repositories=*Dao", "a.cpp"}), InFile + Two);
  // Of a check that is not run, nobody knows; and nothing is said without being asked.
  EXPECT_EQ(Warnings({"--checks=leasehold-slow-call", "a.cpp"}), InFile);
  EXPECT_EQ(check({"-q", "-p", "build"}).err, "");
  database({"a.cpp", "broken.cpp"});
  const std::string Failing = Warnings({"--repositories=*Dao"});
  EXPECT_EQ(Failing.find("broken.cpp:3"), std::string::npos) << Failing;
  EXPECT_EQ(Failing.find("used.h"), std::string::npos) << Failing;
}

//===----------------------------------------------------------------------===//
// What the guides say
//===----------------------------------------------------------------------===//

TEST_F(Adoption, CommandsInTheGuidesAreUnderstood) {
  database({"bad.cpp"});
  repository();
  git({"branch", "-q", "-M", "main"});
  git({"update-ref", "refs/remotes/origin/main", "HEAD"});
  for (const char *Profile : {"holds.json", "holds-1234.json"})
    (void)D.write(Profile, R"({"format": "leasehold-holds", "version": 1, "pools": []})");
  unsigned Commands = 0;
  for (const char *Guide : {"ci.md", "adoption.md", "holds.md", "output.md", "../README.md"}) {
    std::ifstream In(SourceDirectory + "/docs/" + Guide);
    for (std::string Line; std::getline(In, Line);) {
      const size_t At = Line.find("leasehold check -p build ");
      if (At == std::string::npos)
        continue;
      // As a shell would: without the comment, Jenkins' quote and the variable of GitHub.
      std::string Command = Line.substr(At, Line.find_first_of("#'`", At) - At);
      Command = LEASEHOLD_PROGRAM + Command.substr(std::string("leasehold").size());
      Outcome O = run({"env", "GITHUB_BASE_REF=main", "sh", "-c", Command}, D.path());
      EXPECT_TRUE(O.status == 0 || O.status == 1) << Guide << ": " << Line << "\n" << O.str();
      ++Commands;
    }
  }
  EXPECT_GE(Commands, 14U);
  EXPECT_TRUE(fs::exists(D.path() + "/leasehold.sarif"));
  EXPECT_TRUE(fs::exists(D.path() + "/gl-code-quality-report.json"));
}

} // namespace
} // namespace leasehold::test
#endif // LEASEHOLD_PROGRAM
