//===- StepsTest.cpp - the steps of a build, and the module's facts -------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Process.h"
#include "TestPaths.h"
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {
namespace {

using Strings = std::vector<std::string>;

const std::string Pg = "extern \"C\" { struct pg_conn; pg_conn *PQconnectdb(const char *);\n"
                       "void PQfinish(pg_conn *); unsigned sleep(unsigned); }\n";

/// A session is held in a.cpp while something sleeps in c.cpp, two calls away; and open.cpp hands
/// out a session that user.cpp does not give back.
class Steps : public testing::Test {
protected:
  Steps() {
    write("a.cpp", Pg + "void b();\nvoid f(pg_conn *c) { b(); }\n");
    write("b.cpp", "#include \"b.h\"\nvoid b() { c(); }\n");
    write("b.h", "void c();\n");
    write("c.cpp", "#include \"b.h\"\n" + Pg + "void c() { sleep(60); }\n");
    write("open.cpp", Pg + "pg_conn *open() { return PQconnectdb(\"\"); }\n");
    write("user.cpp", Pg + "pg_conn *open();\nvoid use(bool b) {\n  pg_conn *c = open();\n"
                           "  if (b) return;\n  PQfinish(c);\n}\nint main() {}\n");
  }

  void write(const std::string &Name, const std::string &Text) const { (void)D.write(Name, Text); }
  [[nodiscard]] Outcome leasehold(Strings Arguments) const {
    Arguments.insert(Arguments.begin(), LEASEHOLD_PROGRAM);
    return run(Arguments, D.path());
  }
  void expectFindings(const Outcome &O, const std::vector<Place> &Expected) const {
    EXPECT_EQ(compare(Expected, findings(diagnostics(O.out))), "") << O.str();
  }
  void database() const {
    std::string Text;
    for (const char *File : {"a.cpp", "b.cpp", "c.cpp", "open.cpp", "user.cpp"})
      Text += std::string(Text.empty() ? "[" : ",") + "\n  {\"directory\": \"" + D.path() +
              "\", \"file\": \"" + File + "\", \"command\": \"c++ -std=c++20 -c " + File + "\"}";
    write("build/compile_commands.json", Text + "\n]\n");
  }

  const Place Slow{"a.cpp", 4, "slow-call", ""};
  const Place Leak{"user.cpp", 5, "unguarded-acquire", ""};
  TemporaryDirectory D;
};

TEST_F(Steps, SayWhatAllInOneGoSays) {
  Strings Link{"link", "-o", "p.facts"};
  for (const char *Name : {"a", "b", "c", "open", "user"}) {
    const std::string File = std::string(Name) + ".cpp";
    const std::string Unit = std::string(Name) + ".facts";
    Outcome O = leasehold({"summarize", File, "-o", Unit, "--depfile", Unit + ".d", "--"});
    EXPECT_EQ(O.status, 0) << O.str();
    Link.push_back(Unit);
  }
  std::ifstream Dependencies(D.path() + "/b.facts.d");
  std::stringstream Rule;
  Rule << Dependencies.rdbuf();
  EXPECT_EQ(Rule.str(), "b.facts: \\\n  " + D.path() + "/b.cpp \\\n  " + D.path() + "/b.h\n");
  Outcome O = leasehold(Link);
  EXPECT_EQ(O.status, 0) << O.str();
  O = leasehold({"check", "--program", "p.facts", "--from", "a.facts", "a.cpp", "--"});
  EXPECT_EQ(O.status, 1);
  expectFindings(O, {Slow});
  O = leasehold({"check", "--program", "p.facts", "--from", "user.facts", "user.cpp", "--"});
  expectFindings(O, {Leak});
  O = leasehold({"check", "--program", "p.facts", "--exit-zero", "user.cpp", "--"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectFindings(O, {Leak});

  database();
  O = leasehold({"check", "-p", "build"});
  expectFindings(O, {Slow, Leak});
}

/// A model speaks of the program, a step sees one file of it.
TEST_F(Steps, DoNotMissNamesOfAModel) {
  write("m.json", R"({"library": "m", "functions": [{"name": "c", "blocks": {"kind": "wait", )"
                  R"("what": "naps"}}]})");
  Strings Link{"link", "-o", "p.facts"};
  for (const char *Name : {"a", "b", "open"}) {
    const std::string File = std::string(Name) + ".cpp";
    const std::string Unit = std::string(Name) + ".facts";
    Outcome O = leasehold({"summarize", "--models", "m.json", File, "-o", Unit, "--"});
    EXPECT_EQ(O.status, 0) << O.str();
    Link.push_back(Unit);
  }
  Outcome O = leasehold(Link);
  EXPECT_EQ(O.status, 0) << O.str();
  O = leasehold({"check", "--models", "m.json", "--program", "p.facts", "open.cpp", "--"});
  EXPECT_EQ(O.status, 0) << O.str();
  O = leasehold({"check", "--models", "m.json", "--program", "p.facts", "a.cpp", "--"});
  EXPECT_EQ(O.status, 1) << O.str();
  expectFindings(O, {Slow});
}

TEST_F(Steps, SayWhatIsWrong) {
  Outcome O = leasehold({"summarize", "nothere.cpp", "-o", "x.facts", "--"});
  EXPECT_EQ(O.status, 2);
  EXPECT_NE(O.err.find("no such file"), std::string::npos) << O.str();
  EXPECT_FALSE(std::filesystem::exists(D.path() + "/x.facts"));
  O = leasehold({"link", "-o", "p.facts", "x.facts"});
  EXPECT_EQ(O.status, 2);
  EXPECT_NE(O.err.find("cannot read x.facts"), std::string::npos) << O.str();
  O = leasehold({"summarize", "a.cpp", "-o", "a.facts", "--"});
  O = leasehold({"summarize", "b.cpp", "-o", "b.facts", "--level", "style", "--"});
  O = leasehold({"link", "-o", "p.facts", "a.facts", "b.facts"});
  EXPECT_EQ(O.status, 2);
  EXPECT_NE(O.err.find("b.facts was written by another version"), std::string::npos) << O.str();
  EXPECT_FALSE(std::filesystem::exists(D.path() + "/p.facts")) << "half of a program is none";
  O = leasehold({"check", "--program", "a.facts", "a.cpp", "--"});
  EXPECT_EQ(O.status, 2);
  EXPECT_NE(O.err.find("a.facts is no file"), std::string::npos) << O.str();
}

TEST_F(Steps, ASecondRunKnows) {
  database();
  Outcome O = leasehold({"check", "-p", "build"});
  expectFindings(O, {Slow, Leak});
  EXPECT_EQ(O.err.find("unchanged"), std::string::npos) << O.str();
  O = leasehold({"check", "-p", "build"});
  EXPECT_EQ(O.status, 1);
  expectFindings(O, {Slow, Leak});
  EXPECT_NE(O.err.find("(5 unchanged)"), std::string::npos) << O.str();
  O = leasehold({"check", "-p", "build", "--no-facts"});
  EXPECT_EQ(O.err.find("unchanged"), std::string::npos) << O.str();
  O = leasehold({"check", "-p", "build", "user.cpp"});
  expectFindings(O, {Leak});
}

#ifdef LEASEHOLD_CMAKE
TEST_F(Steps, AreMadeByCMake) {
  write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\nproject(p CXX)\n"
                          "include(" LEASEHOLD_SOURCE_DIR "/cmake/LeaseholdChecks.cmake)\n"
                          "add_library(util STATIC c.cpp open.cpp)\n"
                          "add_executable(server a.cpp b.cpp user.cpp)\n"
                          "target_link_libraries(server PRIVATE util)\n"
                          "leasehold_add_checks(util)\nleasehold_add_checks(server EXIT_ZERO)\n");
  Outcome O = run({LEASEHOLD_CMAKE, "-G", "Ninja", "-S", ".", "-B", "out",
                   "-DLEASEHOLD_PROGRAM=" LEASEHOLD_PROGRAM},
                  D.path());
  ASSERT_EQ(O.status, 0) << O.str();
  auto Build = [&] {
    return run({LEASEHOLD_CMAKE, "--build", "out", "--target", "server-leasehold"}, D.path());
  };
  O = Build();
  ASSERT_EQ(O.status, 0) << O.str();
  expectFindings(O, {Slow, Leak});
  O = Build();
  EXPECT_NE(O.out.find("no work to do"), std::string::npos) << O.str();
  // A header that says the same: its readers are summarized, and what is linked is as it was.
  write("b.h", "void c(); // really\n");
  O = Build();
  EXPECT_NE(O.out.find("summarizing b_cpp (1)"), std::string::npos) << O.str();
  EXPECT_EQ(O.out.find("summarizing a_cpp"), std::string::npos) << O.str();
  EXPECT_EQ(O.out.find("checking a_cpp"), std::string::npos) << O.str();
}
#endif

#ifdef LEASEHOLD_TIDY_MODULE
class TidyFacts : public Steps {
protected:
  [[nodiscard]] Outcome tidy(const std::string &File, const Strings &More = {}) const {
    Strings Command{LEASEHOLD_CLANG_TIDY, "-load", LEASEHOLD_TIDY_MODULE, "--quiet", "-p", "build"};
    Command.insert(Command.end(), More.begin(), More.end());
    if (More.empty())
      Command.emplace_back("-checks=-*,leasehold-*");
    Command.push_back(File);
    return run(Command, D.path());
  }
};

TEST_F(TidyFacts, OneFileSeesTheOthers) {
  database();
  expectFindings(tidy("a.cpp"), {});
  const Strings Dump{"--dump-config", "-checks=-*,leasehold-*"};
  const std::string Before = tidy("a.cpp", Dump).out;
  (void)leasehold({"check", "-p", "build"});
  expectFindings(tidy("a.cpp"), {Slow});
  expectFindings(tidy("user.cpp"), {Leak});
  const std::string After = tidy("a.cpp", Dump).out;
  EXPECT_NE(Before, After) << "caches that hash the options notice";
  expectFindings(
      tidy("a.cpp", {"-checks=-*,leasehold-*", "-config={CheckOptions: {leasehold.Facts: none}}"}),
      {});
}

TEST_F(TidyFacts, DamagedOnesAreAsIfTheyWereNotThere) {
  database();
  (void)leasehold({"check", "-p", "build"});
  std::ofstream(D.path() + "/build/.leasehold/program.facts", std::ios::app) << "rubbish\n";
  Outcome O = tidy("a.cpp");
  EXPECT_EQ(O.status, 0) << O.str();
  expectFindings(O, {});
  O = tidy("a.cpp", {"-checks=-*,leasehold-*",
                     "-config={CheckOptions: {leasehold.Facts: build/.leasehold/program.facts}}"});
  EXPECT_NE((O.out + O.err).find("is damaged"), std::string::npos) << O.str();
}
#endif

} // namespace
} // namespace leasehold::test
#endif
