//===- HostsTest.cpp - leasehold-tidy and leasehold-clangd ----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd is asked by a real editor: Neovim opens the file and prints what it shows.
//
//===----------------------------------------------------------------------===//

#include "Process.h"
#include "TestPaths.h"
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace leasehold::test {
namespace {

using Strings = std::vector<std::string>;

const std::string Pg = "extern \"C\" { struct pg_conn; pg_conn *PQconnectdb(const char *);\n"
                       "void PQfinish(pg_conn *); unsigned sleep(unsigned); }\n";

/// In a.cpp a session is held while c.cpp sleeps, and one of its own leaks.
class Hosts : public testing::Test {
protected:
  Hosts() {
    write("a.cpp",
          Pg + "void c();\nvoid f(pg_conn *s) { c(); }\nvoid g() { PQconnectdb(\"\"); }\n");
    write("c.cpp", Pg + "void c() { sleep(60); }\n");
    std::string Text;
    for (const char *File : {"a.cpp", "c.cpp"})
      Text += std::string(Text.empty() ? "[" : ",") + "\n  {\"directory\": \"" + D.path() +
              "\", \"file\": \"" + File + "\", \"command\": \"c++ -std=c++20 -c " + File + "\"}";
    write("build/compile_commands.json", Text + "\n]\n");
  }

  void write(const std::string &Name, const std::string &Text) const { (void)D.write(Name, Text); }
  static void expectFindings(const Outcome &O, const std::vector<Place> &Expected) {
    EXPECT_EQ(O.status, 0) << O.str();
    EXPECT_EQ(compare(Expected, findings(diagnostics(O.out))), "") << O.str();
  }
  /// `leasehold check -p build`, which leaves facts.
  void linkProgram() const {
    EXPECT_EQ(run({LEASEHOLD_PROGRAM, "check", "-p", "build"}, D.path()).status, 1);
  }

  const Place Slow{"a.cpp", 4, "slow-call", ""};
  const Place Leak{"a.cpp", 5, "unguarded-acquire", ""};
  TemporaryDirectory D;
};

#ifdef LEASEHOLD_TIDY
class TidyHost : public Hosts {
protected:
  [[nodiscard]] Outcome tidy(Strings Arguments) const {
    Arguments.insert(Arguments.begin(), LEASEHOLD_TIDY);
    return run(Arguments, D.path());
  }
};

TEST_F(TidyHost, ShowsOursUnlessToldOtherwise) {
  expectFindings(tidy({"-p", "build", "a.cpp"}), {Leak});
  expectFindings(tidy({"-p", "build", "--checks=-*,bugprone-*", "a.cpp"}), {});
  write(".clang-tidy", "Checks: 'bugprone-*'\n");
  expectFindings(tidy({"-p", "build", "a.cpp"}), {Leak});
  write(".clang-tidy", "Checks: 'bugprone-*,-leasehold-*'\n");
  expectFindings(tidy({"-p", "build", "a.cpp"}), {});
}

TEST_F(TidyHost, SeesTheProgram) {
  linkProgram();
  expectFindings(tidy({"-p", "build", "a.cpp"}), {Slow, Leak});
}

TEST_F(TidyHost, KeepsAllOfClangTidys) {
  const Outcome Ours = tidy({"--list-checks", "--checks=*"});
  const Outcome Theirs = run({LEASEHOLD_CLANG_TIDY, "--list-checks", "--checks=*"}, D.path());
  std::string Rest;
  for (size_t At = 0; At < Ours.out.size();) {
    const size_t End = Ours.out.find('\n', At) + 1;
    const std::string Line = Ours.out.substr(At, End - At);
    if (Line.find("leasehold-") == std::string::npos)
      Rest += Line;
    At = End;
  }
  EXPECT_EQ(Rest, Theirs.out);
  EXPECT_NE(Ours.out.find("leasehold-slow-call"), std::string::npos);
}

TEST_F(TidyHost, FindsTheCompilersHeaders) {
  write("b.cpp", "#include <stddef.h>\n#include <immintrin.h>\n");
  const Outcome O = tidy({"b.cpp", "--"});
  EXPECT_EQ(O.status, 0) << O.str();
}
#endif

#if defined(LEASEHOLD_CLANGD) && defined(LEASEHOLD_NVIM)
class ClangdHost : public Hosts {
protected:
  /// What Neovim shows of a file; with Apply after it took the first quick fix.
  [[nodiscard]] Outcome open(const std::string &File, bool Apply = false) const {
    Strings Command{"/usr/bin/env", "HOME=" + D.path(), "XDG_STATE_HOME=" + D.path(),
                    "SERVER=" LEASEHOLD_CLANGD " --compile-commands-dir=build", "FILE=" + File};
    if (Apply)
      Command.emplace_back("APPLY=1");
    for (const char *Each : {LEASEHOLD_NVIM, "--headless", "-u", "NONE", "-c",
                             "luafile " LEASEHOLD_SOURCE_DIR "/tests/editor/open.lua"})
      Command.emplace_back(Each);
    return run(Command, D.path());
  }
};

TEST_F(ClangdHost, ShowsOursWithoutConfiguration) {
  const Outcome O = open("a.cpp");
  expectFindings(O, {Leak});
}

TEST_F(ClangdHost, ShowsThePath) {
  write("b.cpp", Pg + "void f(bool b) {\n  pg_conn *c = PQconnectdb(\"\");\n  if (b)\n    return;\n"
                      "  PQfinish(c);\n}\n");
  const Outcome O = open("b.cpp");
  expectFindings(O, {{"b.cpp", 4, "unguarded-acquire", ""}});
  std::vector<unsigned> Notes;
  for (const Diagnostic &Each : diagnostics(O.out))
    if (Each.severity == "note")
      Notes.push_back(Each.place.line);
  EXPECT_EQ(Notes, (std::vector<unsigned>{5, 6})) << O.str();
}

TEST_F(ClangdHost, AppliesTheQuickFix) {
  write("b.cpp",
        Pg + "void f() {\n  pg_conn *c = PQconnectdb(\"\");\n  sleep(60);\n  PQfinish(c);\n}\n");
  const Outcome O = open("b.cpp", /*Apply=*/true);
  EXPECT_NE(O.out.find("applied: "), std::string::npos) << O.str();
  expectFindings(O, {});
  std::ifstream Fixed(D.path() + "/b.cpp.fixed");
  std::stringstream Text;
  Text << Fixed.rdbuf();
  EXPECT_EQ(Text.str(), Pg + "void f() {\n  sleep(60);\n  pg_conn *c = PQconnectdb(\"\");\n"
                             "  PQfinish(c);\n}\n");
}

TEST_F(ClangdHost, SeesTheProgram) {
  linkProgram();
  expectFindings(open("a.cpp"), {Slow, Leak});
}

TEST_F(ClangdHost, ObeysTheConfiguration) {
  write(".clang-tidy", "Checks: '-*,bugprone-*'\n");
  expectFindings(open("a.cpp"), {Leak});
  write(".clang-tidy", "Checks: '-*,bugprone-*,-leasehold-*'\n");
  expectFindings(open("a.cpp"), {});
}
#endif

} // namespace
} // namespace leasehold::test
