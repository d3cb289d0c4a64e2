//===- CliTest.cpp - leasehold's command line, and bad input --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cli.h"

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {
namespace {

//===----------------------------------------------------------------------===//
// What it is for
//===----------------------------------------------------------------------===//

TEST_F(Cli, NothingFoundIsZero) {
  Outcome O = check({D.write("good.cpp", Good), "--"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectFindings(O, {});
}

TEST_F(Cli, FindingsAreOne) {
  Outcome O = check({D.write("bad.cpp", Bad), "--"});
  EXPECT_EQ(O.status, 1) << O.str();
  expectFindings(O, {Leak, Slow});
  EXPECT_EQ(O.out.find("bad.cpp:3:12: warning: "), 0U)
      << "clang's style, relative to the working directory\n"
      << O.str();
}

TEST_F(Cli, TheFlagsBehindTheDashesAreTheCompilers) {
  std::string File = D.write("bad.cpp", "#ifdef WITH_BUG\n#include <where.h>\n#endif\n");
  (void)D.write("inc/where.h", "");
  EXPECT_EQ(check({File, "--"}).status, 0);
  EXPECT_EQ(check({File, "--", "-DWITH_BUG"}).status, 2);
  EXPECT_EQ(check({File, "--", "-DWITH_BUG", "-I", "inc"}).status, 0) << "relative to here";
}

TEST_F(Cli, TheDatabaseSaysWhatThereIs) {
  (void)D.write("bad.cpp", Bad);
  (void)D.write("good.cpp", Good);
  database({"good.cpp", "bad.cpp"});
  Outcome All = check({"-p", "build"});
  EXPECT_EQ(All.status, 1) << All.str();
  expectFindings(All, {Leak, Slow});
  Outcome One = check({"-p", "build", "good.cpp"});
  EXPECT_EQ(One.status, 0) << One.str();
}

TEST_F(Cli, OneHeadersFindingIsReportedOnce) {
  (void)D.write("shared.h", "#pragma once\n" + Pg + "inline void f() { PQconnectdb(\"\"); }\n");
  Strings Files;
  for (const char *Name : {"a.cpp", "b.cpp", "c.cpp"})
    Files.push_back(D.write(Name, "#include \"shared.h\"\n"));
  database({"a.cpp", "b.cpp", "c.cpp"});
  Outcome O = check({"-p", "build"});
  EXPECT_EQ(O.status, 1) << O.str();
  expectFindings(O, {{"shared.h", 4, "unguarded-acquire", ""}});
}

TEST_F(Cli, ManyJobsSayTheSameAsOne) {
  Strings Files;
  std::vector<Place> Expected;
  for (int I = 0; I < 8; ++I) {
    std::string Name = "unit" + std::to_string(I) + ".cpp";
    (void)D.write(Name, Bad);
    Files.push_back(Name);
    Expected.push_back({Name, 3, "unguarded-acquire", ""});
    Expected.push_back({Name, 4, "slow-call", ""});
  }
  database(Files);
  Outcome One = check({"-p", "build", "-j", "1"});
  Outcome Many = check({"-p", "build", "-j", "4"});
  expectFindings(One, Expected);
  EXPECT_EQ(One.out, Many.out) << "in the same order, too";
}

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

TEST_F(Cli, StatsSayHowFilesWereParsed) {
  (void)D.write("pg.h", "#pragma once\n" + Pg + "#ifdef QUIET\n#endif\n");
  const std::string Good = "#include <pg.h>\nvoid f() { PQfinish(PQconnectdb(\"\")); }\n";
  Strings Arguments{"--stats", "--no-facts"};
  for (const char *Name : {"a.cpp", "b.cpp", "c.cpp"})
    Arguments.push_back(D.write(Name, Good));
  Arguments.push_back(D.write("macro.cpp", "#define QUIET\n" + Good));
  Arguments.push_back(D.write("wrong.cpp", Good + "int n = undeclared;\n"));
  for (const std::string &Flag : {std::string("--"), std::string("-isystem"), D.path()})
    Arguments.push_back(Flag);
  const Outcome O = check(Arguments);
  expectSays(O,
             "parsed 3 with headers in common, 1 in part, 1 whole, 0 not at all; 5 analyses took");
  expectSays(O, "macro.cpp: could not be parsed with headers in common: the file defines a macro");
  expectSays(O, "wrong.cpp: could not be parsed with headers in common: ");
}

TEST_F(Cli, ChecksAreChosenByName) {
  std::string File = D.write("bad.cpp", Bad);
  for (const char *Checks : {"-*,leasehold-slow-call", "*,-leasehold-unguarded-acquire"}) {
    Outcome O = check({"--checks", Checks, File, "--"});
    EXPECT_EQ(O.status, 1) << O.str();
    expectFindings(O, {Slow});
  }
  expectFindings(check({"--checks=-*,leasehold-un*", File, "--"}), {Leak});
}

TEST_F(Cli, AnUnknownCheckIsTwo) {
  Outcome O = check({"--checks", "-*,leasehold-slow-cal", D.write("bad.cpp", Bad), "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "leasehold-slow-cal");
  expectSays(O, "leasehold-slow-call");
}

TEST_F(Cli, MinSlowMsIsTheLimit) {
  std::string File = D.write("bad.cpp", Pg + "extern \"C\" int usleep(unsigned);\n"
                                             "void f(pg_conn *c) { usleep(150000); }\n");
  expectFindings(check({File, "--"}), {{"bad.cpp", 4, "slow-call", ""}});
  expectFindings(check({"--min-slow-ms", "200", File, "--"}), {});
  expectFindings(check({"--min-slow-ms", "150", File, "--"}), {{"bad.cpp", 4, "slow-call", ""}});
  Outcome O = check({"--min-slow-ms", "soon", File, "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "--min-slow-ms");
}

TEST_F(Cli, LevelsAreCumulative) {
  // Released on all paths, but by hand.
  std::string File = D.write("bad.cpp", Good);
  EXPECT_EQ(check({File, "--"}).status, 0);
  Outcome O = check({"--level", "style", File, "--"});
  EXPECT_EQ(O.status, 1) << O.str();
  expectFindings(O, {{"bad.cpp", 3, "unguarded-acquire", ""}});
  O = check({"--level", "loud", File, "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "loud");
}

TEST_F(Cli, NolintIsHonoured) {
  std::string Leaks = "PQconnectdb(\"\"); }";
  Outcome O = check(
      {D.write("bad.cpp",
               Pg + "void a() { " + Leaks + " // NOLINT\n" + "void b() { " + Leaks +
                   " // NOLINT(leasehold-unguarded-acquire)\n" + "void c() { " + Leaks +
                   " // NOLINT(leasehold-*): told why\n" +
                   "// NOLINTNEXTLINE(leasehold-unguarded-acquire)\n" + "void d() { " + Leaks +
                   "\n" + "// NOLINTBEGIN(leasehold-unguarded-acquire)\n" + "void e() { " + Leaks +
                   "\n" + "// NOLINTEND(leasehold-unguarded-acquire)\n" + "void f() { " + Leaks +
                   "\n" + "void g() { " + Leaks + " // NOLINT(leasehold-slow-call)\n"),
       "--"});
  EXPECT_EQ(O.status, 1) << O.str();
  expectFindings(
      O, {{"bad.cpp", 11, "unguarded-acquire", ""}, {"bad.cpp", 12, "unguarded-acquire", ""}});
}

TEST_F(Cli, UsageIsExplained) {
  Outcome O = leasehold({"--help"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_NE(O.out.find("check"), std::string::npos) << O.str();
  O = leasehold({"check", "--help"});
  EXPECT_EQ(O.status, 0) << O.str();
  for (const char *Option :
       {"-p", "--checks", "--models", "--min-slow-ms", "--repositories", "--level", "-j"})
    EXPECT_NE(O.out.find(Option), std::string::npos) << Option << "\n" << O.str();
  O = leasehold({"--version"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_NE(O.out.find(LEASEHOLD_VERSION), std::string::npos) << O.str();
  EXPECT_EQ(leasehold({}).status, 2);
  EXPECT_EQ(leasehold({"chekc"}).status, 2);
  O = check({"--chekcs", "x"});
  EXPECT_EQ(O.status, 2);
  expectSays(O, "--chekcs");
}

//===----------------------------------------------------------------------===//
// Bad input
//===----------------------------------------------------------------------===//

TEST_F(Cli, AMissingDatabaseIsTwo) {
  (void)D.write("bad.cpp", Bad);
  Outcome O = check({"-p", "build"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "build");
  expectSays(O, "compile_commands.json");
  expectSays(O, "CMAKE_EXPORT_COMPILE_COMMANDS");
}

TEST_F(Cli, ABrokenDatabaseIsTwo) {
  for (const char *Text : {"[ {\"directory\": ", "", "{}", "[1]", "[{\"file\": \"bad.cpp\"}]"}) {
    ASSERT_FALSE(D.write("build/compile_commands.json", Text).empty());
    Outcome O = check({"-p", "build"});
    EXPECT_EQ(O.status, 2) << Text << "\n" << O.str();
    expectSays(O, "compile_commands.json");
  }
}

TEST_F(Cli, AnEmptyDatabaseIsTwo) {
  (void)D.write("build/compile_commands.json", "[]");
  Outcome O = check({"-p", "build"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "compile_commands.json");
}

TEST_F(Cli, AFileThatDoesNotCompileIsTwoAndTheOthersAreDone) {
  (void)D.write("bad.cpp", Bad);
  (void)D.write("broken.cpp", Broken);
  database({"broken.cpp", "bad.cpp"});
  Outcome O = check({"-p", "build"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectFindings(O, {Leak, Slow});
  expectSays(O, "broken.cpp");
  expectSays(O, "no_such_header.h");
}

TEST_F(Cli, AFileOfTheDatabaseThatIsGoneIsTwo) {
  (void)D.write("bad.cpp", Bad);
  database({"gone.cpp", "bad.cpp"});
  Outcome O = check({"-p", "build"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectFindings(O, {Leak, Slow});
  expectSays(O, "gone.cpp");
}

TEST_F(Cli, ADirectoryOfTheDatabaseThatIsGoneIsTwo) {
  std::string Entries;
  for (const char *Name : {"a.cpp", "b.cpp", "c.cpp", "bad.cpp"}) {
    (void)D.write(Name, Bad);
    const bool Gone = Name != std::string("bad.cpp");
    Entries += std::string(Entries.empty() ? "[" : ",") + R"({"directory": ")" + D.path() +
               (Gone ? "/gone" : "") + R"(", "file": ")" + D.path() + "/" + Name +
               R"(", "command": "c++ -std=c++20 )" + Name + R"("})";
  }
  (void)D.write("build/compile_commands.json", Entries + "]");
  Outcome O = check({"-p", "build"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectFindings(O, {Leak, Slow});
  expectSays(O, D.path() + "/gone");
}

TEST_F(Cli, AFileThatIsNotThereIsTwo) {
  Outcome O = check({"gone.cpp", "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "gone.cpp");
}

TEST_F(Cli, AMalformedModelIsTwoAndTheRestIsDone) {
  std::string File = D.write("bad.cpp", Bad);
  std::string Model = D.write("acme.json", "{\n  \"library\": \"acme\",\n}\n");
  Outcome O = check({"--models", Model, File, "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, Model);
  expectSays(O, "line 3");
  expectFindings(O, {Leak, Slow});
}

TEST_F(Cli, AContradictoryModelIsTwoAndItsOtherEntriesCount) {
  std::string File = D.write("bad.cpp", Bad);
  std::string Model = D.write("acme.json", R"({"library": "acme", "functions": [
      {"name": "acme::put", "releases": 0, "keeps": 0},
      {"name": "sleep", "no_effect": true}]})");
  Outcome O = check({"--models", Model, File, "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, Model + ": at /functions/0: contradiction");
  expectFindings(O, {Leak});
}

TEST_F(Cli, AModelThatIsNotThereIsTwo) {
  Outcome O = check({"--models", "no.json", D.write("bad.cpp", Bad), "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "no.json");
}

TEST_F(Cli, AModelOfAClassThatDoesNotExistIsTold) {
  // The whole program was seen, and the namespace is there, but the class is not.
  std::string File =
      D.write("bad.cpp", Bad + "namespace acme { struct Pool {}; void put(Pool &); }\n");
  std::string Model = D.write("acme.json", R"({"library": "acme",
      "types": [{"name": "acme::Pol", "role": "pool"}]})");
  Outcome O = check({"--models", Model, File, "--"});
  EXPECT_NE(O.status, 0) << O.str();
  expectSays(O, Model);
  expectSays(O, "acme::Pol");
  expectFindings(O, {Leak, Slow});
}

TEST_F(Cli, AGoodModelIsUsed) {
  std::string File = D.write("bad.cpp", Bad);
  std::string Model = D.write("ours.json", R"({"library": "ours",
      "functions": [{"name": "sleep", "no_effect": true}]})");
  Outcome O = check({"--models", Model, File, "--"});
  EXPECT_EQ(O.status, 1) << O.str();
  expectFindings(O, {Leak});
}

//===----------------------------------------------------------------------===//
// The other commands
//===----------------------------------------------------------------------===//

TEST_F(Cli, DumpFlowPrintsAndDraws) {
  std::string File = D.write("bad.cpp", Bad);
  Outcome O = leasehold({"dump-flow", File, "f", "--"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_NE(O.out.find("(entry)"), std::string::npos) << O.str();
  O = leasehold({"dump-flow", "--dot", File, "f", "--"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(O.out.substr(0, 7), "digraph") << O.str();
  O = leasehold({"dump-flow", File, "nobody", "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "nobody");
}

TEST_F(Cli, ModelsListsWhatWasRecognised) {
  Outcome O = leasehold({"models", TestInputs + "/inference/slots_with_busy_flag.cpp", "--",
                         "-std=c++20", "-I" + TestInputs + "/include"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_NE(O.out.find("SqliteSlots"), std::string::npos) << O.str();
  EXPECT_NE(O.out.find("slots_with_busy_flag.cpp:"), std::string::npos) << "and where\n" << O.str();
}

} // namespace
} // namespace leasehold::test
#endif // LEASEHOLD_PROGRAM
