//===- DriverTest.cpp - programs of several files -------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Driver.h"
#include "Process.h"
#include "program/Facts.h"
#include "program/Frontend.h"
#include <csignal>
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

const std::string Pg = "extern \"C\" { struct pg_conn; pg_conn *PQconnectdb(const char *);\n"
                       "void PQfinish(pg_conn *); unsigned sleep(unsigned); }\n";

class Driver : public testing::Test {
protected:
  Driver() {
    Options.resourceDir = defaultResourceDir();
    Options.threads = 2;
  }

  DriverResult analyse(const std::vector<std::pair<std::string, std::string>> &Files,
                       const std::vector<std::string> &Flags = {}) {
    std::vector<std::string> Paths;
    Paths.reserve(Files.size());
    for (const auto &[Name, Text] : Files)
      if (std::string Path = D.write(Name, Text); Name.back() == 'p')
        Paths.push_back(Path);
    std::vector<std::string> All{"-std=c++20"};
    All.insert(All.end(), Flags.begin(), Flags.end());
    return runProgram(clang::tooling::FixedCompilationDatabase(D.path(), All), Paths, Options);
  }

  /// `a.cpp:3 slow-call` for each.
  std::vector<std::string> brief(const DriverResult &R) const {
    std::vector<std::string> Out;
    for (const leasehold::Diagnostic &F : R.diagnostics)
      Out.push_back(F.at.file.substr(D.path().size() + 1) + ":" + std::to_string(F.at.line) + " " +
                    F.check.substr(std::string("leasehold-").size()));
    return Out;
  }

  TemporaryDirectory D;
  DriverOptions Options;
};

using Strings = std::vector<std::string>;

TEST_F(Driver, WhatOneFileDoesTheOthersKnow) {
  DriverResult R = analyse({{"a.cpp", Pg + "void b();\n"
                                           "void f(pg_conn *c) { b(); }\n"},
                            {"b.cpp", "void c();\nvoid b() { c(); }\n"},
                            {"c.cpp", Pg + "void c() { sleep(60); }\n"}});
  EXPECT_EQ(brief(R), Strings{"a.cpp:4 slow-call"});
  EXPECT_EQ(R.rounds, 2U) << "the sleep climbs through b in the link; only a is parsed again";
  ASSERT_EQ(R.diagnostics.size(), 1U);
  const DiagnosticNote &Witness = R.diagnostics[0].notes.back();
  EXPECT_TRUE(llvm::StringRef(Witness.at.file).ends_with("/c.cpp")) << Witness.at.file;
  EXPECT_NE(Witness.at.sourceLine.find("sleep(60)"), std::string::npos) << Witness.at.sourceLine;
}

TEST_F(Driver, AThrowClimbsUnlessItMayBeCaught) {
  const std::string C = "void c() { throw 1; }\n";
  const std::string A = Pg + "void b();\n"
                             "void f() { pg_conn *p = PQconnectdb(\"\"); b(); PQfinish(p); }\n";
  EXPECT_EQ(
      brief(analyse({{"a.cpp", A}, {"b.cpp", "void c();\nvoid b() { c(); }\n"}, {"c.cpp", C}})),
      Strings{"a.cpp:4 unguarded-acquire"});
  EXPECT_EQ(brief(analyse({{"a.cpp", A},
                           {"b.cpp", "void c();\nvoid b() { try { c(); } catch (...) {} }\n"},
                           {"c.cpp", C}})),
            Strings{});
}

TEST_F(Driver, ASecondSessionIsFoundBehindOtherFiles) {
  const std::string Pool =
      "struct [[clang::annotate(\"leasehold::guard\")]] Session { Session(); ~Session(); };\n"
      "struct [[clang::annotate(\"leasehold::pool\")]] Pool {\n"
      "  [[clang::annotate(\"leasehold::acquires\")]] Session acquire(); };\n";
  const std::string A =
      Pool + "void b(Pool &);\nvoid f(Pool &p) { Session s = p.acquire(); b(p); }\n";
  const std::string C = Pool + "void c(Pool &p) { Session s = p.acquire(); }\n";
  DriverResult R = analyse({{"a.cpp", A},
                            {"b.cpp", Pool + "void c(Pool &);\nvoid b(Pool &q) { c(q); }\n"},
                            {"c.cpp", C}});
  EXPECT_EQ(brief(R), Strings{"a.cpp:5 nested-acquire"});
  ASSERT_EQ(R.diagnostics.size(), 1U);
  EXPECT_NE(R.diagnostics[0].message.find("the same pool 'p'"), std::string::npos)
      << R.diagnostics[0].message;
  EXPECT_TRUE(llvm::StringRef(R.diagnostics[0].notes.back().at.file).ends_with("/c.cpp"));
  // Another pool, of which b says that it passes it.
  EXPECT_EQ(brief(analyse({{"a.cpp", A},
                           {"b.cpp", Pool + "extern Pool other;\nvoid c(Pool &);\n"
                                            "void b(Pool &) { c(other); }\n"},
                           {"c.cpp", C}})),
            Strings{});
  // A member of an object that b got, and that f has nothing to do with.
  EXPECT_EQ(
      brief(analyse({{"a.cpp", A},
                     {"b.cpp", Pool + "struct Shop { Pool pool; };\nShop &shop(int);\n"
                                      "void c(Pool &);\nvoid b(Pool &) { c(shop(2).pool); }\n"},
                     {"c.cpp", C}})),
      Strings{});
}

TEST_F(Driver, ASlotIsTakenAndGivenBackByItsFlagInAnotherFile) {
  const std::string Class = Pg + "class Link {\n"
                                 "public:\n"
                                 "  static Link *get();\n"
                                 "  void done();\n"
                                 "  void run();\n"
                                 "private:\n"
                                 "  pg_conn *handle = nullptr; Link *next = nullptr;\n"
                                 "  bool busy = false; static Link *first;\n"
                                 "};\n";
  const std::string Bodies = Class + "Link *Link::first = nullptr;\n"
                                     "void Link::run() {}\n"
                                     "void Link::done() { busy = false; }\n"
                                     "Link *Link::get() {\n"
                                     "  for (Link *one = first; one; one = one->next)\n"
                                     "    if (!one->busy) { one->busy = true; return one; }\n"
                                     "  return nullptr;\n"
                                     "}\n";
  // Between them Class has 11 lines.
  const std::string Uses =
      Class + "void lost(bool b) { Link *l = Link::get(); if (!l || b) return; l->done(); }\n"
              "void held() { if (Link *l = Link::get()) { sleep(9); l->done(); } }\n"
              "void good() { if (Link *l = Link::get()) { l->run(); l->done(); sleep(9); } }\n";
  EXPECT_EQ(brief(analyse({{"a.cpp", Uses}, {"b.cpp", Bodies}})),
            (Strings{"a.cpp:12 unguarded-acquire", "a.cpp:13 slow-call"}));
  EXPECT_EQ(brief(analyse({{"a.cpp", Uses}})), Strings{});
}

TEST_F(Driver, ASessionOfALinkedListIsTakenAndGivenBackInAnotherFile) {
  const std::string Class = Pg + "struct Link { Link *next; pg_conn *handle; };\n"
                                 "class Links {\n"
                                 "public:\n"
                                 "  Link *hail();\n"
                                 "  void dismiss(Link *);\n"
                                 "private:\n"
                                 "  Link *first = nullptr;\n"
                                 "};\n"
                                 "void remember(Link *);\n";
  const std::string Bodies = Class +
                             "Link *Links::hail() {\n"
                             "  if (Link *one = first) { first = one->next; return one; }\n"
                             "  return new Link{nullptr, PQconnectdb(\"\")};\n"
                             "}\n"
                             "void Links::dismiss(Link *l) { l->next = first; first = l; }\n";
  // Class has 11 lines.
  const std::string Uses =
      Class +
      "void lost(Links &of, bool b) { Link *l = of.hail(); if (!l || b) return; of.dismiss(l); }\n"
      "void held(Links &of) { if (Link *l = of.hail()) { sleep(9); of.dismiss(l); } }\n"
      "void good(Links &of) { if (Link *l = of.hail()) { of.dismiss(l); sleep(9); } }\n"
      "void kept(Links &of) { if (Link *l = of.hail()) remember(l); }\n";
  const std::string Others = Class + "static Link *last;\n"
                                     "void remember(Link *l) { last = l; }\n";
  EXPECT_EQ(brief(analyse({{"a.cpp", Uses}, {"b.cpp", Bodies}, {"c.cpp", Others}})),
            (Strings{"a.cpp:12 unguarded-acquire", "a.cpp:13 slow-call"}));
  EXPECT_EQ(brief(analyse({{"a.cpp", Uses}})), Strings{});
}

TEST_F(Driver, AnOrdinaryProgramIsParsedOnce) {
  DriverResult R = analyse({{"a.cpp", "void b(int);\nvoid a(int n) { if (n) b(n - 1); }\n"},
                            {"b.cpp", "void a(int);\nvoid b(int n) { a(n); }\n"}});
  EXPECT_EQ(R.rounds, 1U) << "no lease anywhere: nobody wants to know";
}

TEST_F(Driver, ACrashOfTheShortCutsIsNoFailureAndSaidAllTheSame) {
  clang::tooling::CompileCommand Command;
  Command.Directory = D.path();
  Command.Filename = D.write("a.cpp", "int a;\n");
  Command.CommandLine = {"clang++", "-std=c++20", "-c", Command.Filename};
  const llvm::StringSet<> Wanted;
  unsigned Runs = 0, Crashes = 1;
  auto Parse = [&] {
    return parseUnitSafely(
        Command, Options.resourceDir,
        [&](clang::ASTContext &) {
          if (Runs++ < Crashes)
            std::raise(SIGSEGV);
        },
        nullptr, &Wanted);
  };
  const ParseResult Once = Parse();
  EXPECT_EQ(Runs, 2U);
  EXPECT_EQ(Once.failure.value_or(""), "");
  EXPECT_TRUE(Once.crashedBefore);
  EXPECT_FALSE(Parse().crashedBefore);
  Crashes = 99;
  const ParseResult Always = Parse();
  ASSERT_TRUE(Always.failure);
  EXPECT_TRUE(llvm::StringRef(*Always.failure).contains("crashed")) << *Always.failure;
}

TEST_F(Driver, OneFileAloneIsAnalysedOnce) {
  DriverResult R = analyse({{"a.cpp", Pg + "void b();\nvoid f(pg_conn *c) { b(); }\n"}});
  EXPECT_EQ(brief(R), Strings{});
  EXPECT_EQ(R.rounds, 1U);
}

TEST_F(Driver, RecursionAcrossFilesComesToAnEnd) {
  DriverResult R = analyse({{"a.cpp", Pg + "void b(int);\nvoid a(int n) { if (n) b(n - 1); }\n"
                                           "void f(pg_conn *c) { a(3); }\n"},
                            {"b.cpp", Pg + "void a(int);\nvoid b(int n) { sleep(60); a(n); }\n"}});
  EXPECT_EQ(brief(R), Strings{"a.cpp:5 slow-call"});
  EXPECT_LE(R.rounds, Options.maxRounds);
}

TEST_F(Driver, TwoProgramsWithOneNameAreNotMixed) {
  // Two executables of one build: each has its own `b`, and nobody knows which one `f` calls.
  DriverResult R = analyse({{"a.cpp", Pg + "void b();\nvoid f(pg_conn *c) { b(); }\n"},
                            {"b1.cpp", Pg + "void b() { sleep(60); }\n"},
                            {"b2.cpp", "void b() {}\n"}});
  EXPECT_EQ(brief(R), Strings{});
}

TEST_F(Driver, AHeadersFindingIsToldOnce) {
  DriverResult R = analyse({{"h.h", Pg + "inline void f() { PQconnectdb(\"\"); }\n"},
                            {"a.cpp", "#include \"h.h\"\n"},
                            {"b.cpp", "#include \"h.h\"\n"}});
  EXPECT_EQ(brief(R), Strings{"h.h:3 unguarded-acquire"});
}

TEST_F(Driver, SystemHeadersAreNotOurBusiness) {
  DriverResult R = analyse(
      {{"sys/h.h", Pg + "inline void f() { PQconnectdb(\"\"); }\n"}, {"a.cpp", "#include <h.h>\n"}},
      {"-isystem", D.path() + "/sys"});
  EXPECT_EQ(brief(R), Strings{});
}

TEST_F(Driver, ACrashIsTheFailureOfItsFile) {
  DriverResult R = analyse({{"a.cpp", "#pragma clang __debug crash\n"},
                            {"b.cpp", Pg + "void f() { PQconnectdb(\"\"); }\n"}});
  EXPECT_EQ(brief(R), Strings{"b.cpp:3 unguarded-acquire"});
  ASSERT_EQ(R.files.size(), 2U);
  EXPECT_NE(R.files[0].failure.find("crashed"), std::string::npos) << R.files[0].failure;
  EXPECT_EQ(R.files[1].failure, "");
  EXPECT_EQ(R.failed(), 1U);
}

TEST_F(Driver, WhatParsedIsAnalysed) {
  DriverResult R =
      analyse({{"a.cpp", Pg + "void broken() { pg_conn *c = PQconnectdb(\"\"); give(c); }\n"
                              "void whole() { PQconnectdb(\"\"); }\n"}});
  EXPECT_EQ(brief(R), Strings{"a.cpp:4 unguarded-acquire"});
  EXPECT_NE(R.files[0].failure.find("a.cpp:3:"), std::string::npos) << R.files[0].failure;
  EXPECT_NE(R.files[0].failure.find("'give'"), std::string::npos) << R.files[0].failure;
}

TEST_F(Driver, AMissingHeaderIsAFailure) {
  DriverResult R =
      analyse({{"a.cpp", Pg + "#include \"gone.h\"\nvoid f() { PQconnectdb(\"\"); }\n"}});
  EXPECT_EQ(brief(R), Strings{});
  EXPECT_NE(R.files[0].failure.find("gone.h"), std::string::npos) << R.files[0].failure;
  EXPECT_FALSE(R.files[0].analysed);
}

TEST_F(Driver, FlagsOfOtherCompilersAreForgiven) {
  DriverResult R = analyse({{"a.cpp", Pg + "void f() { PQconnectdb(\"\"); }\n"}},
                           {"-fno-such-thing", "-mfancy", "-Wno-such-warning", "-Werror",
                            "-fconcepts-diagnostics-depth=2", "-Xclang", "-include-pch", "-Xclang",
                            "/nowhere/cmake_pch.hxx.pch", "-MD", "-MF", "a.d", "-o", "a.o"});
  EXPECT_EQ(R.files[0].failure, "");
  EXPECT_EQ(brief(R), Strings{"a.cpp:3 unguarded-acquire"});
  EXPECT_FALSE(std::filesystem::exists(D.path() + "/a.d"));
}

TEST_F(Driver, ErrorsThatGccLetsPassAreForgiven) {
  // Narrowing: an error of clang's that leaves the AST whole.
  DriverResult R = analyse({{"a.cpp", Pg + "int wide = 300; char narrow[] = {wide};\n"
                                           "void f() { PQconnectdb(\"\"); }\n"}});
  EXPECT_EQ(R.files[0].failure, "");
  EXPECT_EQ(brief(R), Strings{"a.cpp:4 unguarded-acquire"});
}

TEST_F(Driver, ModelsOfNothingAreNamed) {
  ModelSet Models(ModelSet::shipped());
  ASSERT_TRUE(Models
                  .add(R"({"library": "acme",
      "types": [{"name": "acme::Pool", "role": "pool"}, {"name": "acme::Pol", "role": "pool"},
                {"name": "acme::Alias", "role": "pool"}, {"name": "acme::Box", "role": "pool"}],
      "functions": [{"name": "acme::Pool::get", "no_effect": true},
                    {"name": "acme::Pool::got", "no_effect": true},
                    {"name": "acme::Pool::Pool", "no_effect": true},
                    {"name": "acme::Pool::operator->", "no_effect": true},
                    {"name": "acme::g*", "no_effect": true},
                    {"name": "acme::x*", "no_effect": true},
                    {"name": "acme_opn", "no_effect": true}]})",
                       "acme.json", 1)
                  .empty());
  Options.analysis.models = &Models;
  DriverResult R = analyse({{"a.cpp", "namespace acme { inline namespace v1 {\n"
                                      "struct Pool { void get(); Pool *operator->(); };\n"
                                      "template <typename T> struct Box {};\n"
                                      "} using Alias = Pool; void go(); }\n"
                                      "extern \"C\" { void acme_open(); }\n"},
                            {"b.cpp", "int x;\n"}});
  Strings Pointers;
  for (const ModelError &E : R.unusedModels)
    Pointers.push_back(E.pointer);
  EXPECT_EQ(Pointers,
            (Strings{"/types/1", "/types/2", "/functions/1", "/functions/5", "/functions/6"}));
  ASSERT_EQ(R.unusedModels.size(), 5U);
  EXPECT_EQ(R.unusedModels[0].remedy, "is acme::Pool meant?");
  EXPECT_NE(R.unusedModels[1].remedy.find("acme::Pool"), std::string::npos)
      << "an alias names its class: " << R.unusedModels[1].remedy;
  EXPECT_EQ(R.unusedModels[2].remedy, "is acme::Pool::get meant?");
  EXPECT_EQ(R.unusedModels[4].remedy, "is acme_open meant?");
}

TEST(Facts, SayTheSameOfTheSame) {
  Effects A;
  A.releases = {Slot::param(1)};
  A.blocks = Blocking{"sleep", "sleeps", {}, {}, false, false, {{7, "a.cpp", 3, 1, "here"}}};
  Effects B = A;
  EXPECT_EQ(encode(A), encode(B));
  B.blocks->chain[0].raw = 8;
  EXPECT_EQ(encode(A), encode(B)) << "source locations belong to one unit";
  B.blocks->chain[0].line = 4;
  EXPECT_NE(encode(A), encode(B));
  EXPECT_EQ(encode(A, Detail::Meaning), encode(B, Detail::Meaning)) << "another witness";
  B.releases.push_back(Slot::self());
  EXPECT_NE(encode(A, Detail::Meaning), encode(B, Detail::Meaning));
}

TEST(Facts, CapturesStayAtHome) {
  Effects A;
  Effects B;
  Slot Local;
  Local.kind = Slot::Capture;
  B.releases = {Local};
  B.txn = {{TxnEffect::Commit, Local, true}};
  B.handle = Local;
  B.takes.resize(1);
  B.takes[0].pool.from = Local;
  EXPECT_NE(encode(B), "{}");
  EXPECT_EQ(encode(exported(B)), "{}");
  B.releases = {Local, Slot::param(1)};
  A.releases = {Slot::param(1)};
  EXPECT_EQ(encode(exported(B)), encode(A));
}

TEST_F(Driver, AChainOfFiveFilesIsFollowedToItsEnd) {
  auto Link = [](const std::string &From, const std::string &To) {
    return Pg + "void " + To + "(pg_conn *);\nvoid " + From + "(pg_conn *conn) { " + To +
           "(conn); }\n";
  };
  auto Program = [&](const std::string &End) {
    return brief(analyse({{"a.cpp", Pg + "void b(pg_conn *);\nvoid f() { b(PQconnectdb(0)); }\n"},
                          {"b.cpp", Link("b", "c")},
                          {"c.cpp", Link("c", "d")},
                          {"d.cpp", Link("d", "e")},
                          {"e.cpp", Pg + "void e(pg_conn *c) { " + End + " }\n"}}));
  };
  EXPECT_EQ(Program("PQfinish(c);"), Strings{});
  EXPECT_EQ(Program("(void)c;"), Strings{"a.cpp:4 unguarded-acquire"});
}

TEST_F(Driver, AVariableThatNoFileChangesIsANumber) {
  const std::string User = Pg + "extern int on;\nvoid f() {\n  pg_conn *c = PQconnectdb(0);\n"
                                "  if (on) PQfinish(c);\n}\n";
  EXPECT_EQ(brief(analyse({{"a.cpp", User}, {"b.cpp", "int on = 1;\n"}})), Strings{});
  EXPECT_EQ(brief(analyse({{"a.cpp", User},
                           {"b.cpp", "int on = 1;\n"},
                           {"c.cpp", "extern int on;\nvoid off() { on = 0; }\n"}})),
            Strings{"a.cpp:5 unguarded-acquire"});
}

} // namespace
} // namespace leasehold::test
