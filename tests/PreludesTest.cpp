//===- PreludesTest.cpp - headers that are parsed once for many units -----===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Preludes.h"
#include "Process.h"
#include "program/Driver.h"
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

using Strings = std::vector<std::string>;

class Shared : public testing::Test {
protected:
  Shared() {
    Options.resourceDir = defaultResourceDir();
    Options.threads = 2;
    (void)D.write("system/pg.h", Pg);
  }

  /// Of units that begin with these lines and hold a session on line 4; the names of those in which
  /// something sleeps meanwhile.
  Strings slow(const std::vector<std::pair<std::string, std::string>> &Units) {
    Strings Paths;
    for (const auto &[Name, Begin] : Units)
      Paths.push_back(D.write(Name, Begin + "void f(pg_conn *c) { pause(); use(c); }\n"));
    Last = runProgram(clang::tooling::FixedCompilationDatabase(D.path(), Flags), Paths, Options);
    EXPECT_EQ(Last.failed(), 0U);
    Strings Out;
    for (const leasehold::Diagnostic &F : Last.diagnostics)
      Out.push_back(F.at.file.substr(D.path().size() + 1));
    return Out;
  }

  const std::string Pg = "#pragma once\n"
                         "struct pg_conn;\n"
                         "void use(pg_conn *);\n"
                         "extern \"C\" unsigned sleep(unsigned);\n"
                         "extern unsigned minute;\n"
                         "#ifdef QUIET\n"
                         "#define pause() use(c)\n"
                         "#else\n"
                         "#define pause() sleep(minute)\n"
                         "#endif\n"
                         "#define LIMIT 4\n";
  const std::string Plain = "#include <pg.h>\n\n\n";
  TemporaryDirectory D;
  Strings Flags{"-std=c++20", "-isystem", D.path() + "/system"};
  DriverOptions Options;
  DriverResult Last;
};

TEST_F(Shared, AreFoundTheSame) {
  EXPECT_EQ(slow({{"a.cpp", Plain}, {"b.cpp", Plain}, {"c.cpp", Plain}, {"d.cpp", Plain}}),
            (Strings{"a.cpp", "b.cpp", "c.cpp", "d.cpp"}));
  EXPECT_EQ(Last.shared(), 4U);
  EXPECT_EQ(Last.diagnostics[0].at.line, 4U);
}

TEST_F(Shared, WithFlagsOfOtherCompilers) {
  Flags.emplace_back("-fconserve-stack-always");
  EXPECT_EQ(slow({{"a.cpp", Plain}, {"b.cpp", Plain}, {"c.cpp", Plain}}),
            (Strings{"a.cpp", "b.cpp", "c.cpp"}));
  EXPECT_EQ(Last.shared(), 3U);
}

TEST_F(Shared, NotForTwo) {
  EXPECT_EQ(slow({{"a.cpp", Plain}, {"b.cpp", Plain}}), (Strings{"a.cpp", "b.cpp"}));
  EXPECT_EQ(Last.shared(), 0U);
}

// Seen: without the look at macros, b says nothing different from the others.
TEST_F(Shared, AMacroThatTheHeaderAsksForIsHeard) {
  EXPECT_EQ(slow({{"a.cpp", Plain},
                  {"b.cpp", "#define QUIET\n#include <pg.h>\n\n"},
                  {"c.cpp", Plain},
                  {"d.cpp", "#include <pg.h>\n#define QUIET\n\n"},
                  {"e.cpp", "#define UNRELATED\n#include <pg.h>\n\n"}}),
            (Strings{"a.cpp", "c.cpp", "d.cpp", "e.cpp"}));
  EXPECT_EQ(Last.shared(), 4U) << "not b";
}

TEST_F(Shared, WhatDoesNotCompileThisWayIsParsedAsItStands) {
  EXPECT_EQ(slow({{"a.cpp", Plain},
                  {"b.cpp", "enum { LIMIT = 3 };\n#include <pg.h>\n\n"},
                  {"c.cpp", Plain},
                  {"d.cpp", Plain}}),
            (Strings{"a.cpp", "b.cpp", "c.cpp", "d.cpp"}));
  EXPECT_EQ(Last.shared(), 3U) << "not b";
}

// Clang asks which of two places comes first, and reads the file that includes the headers for
// that.
TEST_F(Shared, PlacesInThemAreCompared) {
  (void)D.write("system/box.h",
                "#pragma once\n"
                "template <class T> struct box {\n"
                "  T *get() const;\n"
                "  friend bool operator==(const box &, const box &) { return true; }\n"
                "};\n"
                "template <class T> T *box<T>::get() const { return nullptr; }\n");
  Options.factsDirectory = D.path() + "/.leasehold";
  const std::string Begin =
      "#include <pg.h>\n#include <box.h>\n"
      "struct own { box<own> b; bool same(const own &o) const { return b == o.b "
      "&& b.get() == o.b.get(); } };\n";
  const std::vector<std::pair<std::string, std::string>> Units{
      {"a.cpp", Begin}, {"b.cpp", Begin}, {"c.cpp", Begin}};
  EXPECT_EQ(slow(Units).size(), 3U);
  EXPECT_EQ(Last.shared(), 3U);
  EXPECT_EQ(slow(Units).size(), 3U);
  EXPECT_EQ(Last.analysed(), 0U) << "it is no input of theirs: it is gone after the run";
}

TEST_F(Shared, TheirHeadersAreInputsOfTheUnits) {
  Options.factsDirectory = D.path() + "/.leasehold";
  const std::vector<std::pair<std::string, std::string>> Units{
      {"a.cpp", Plain}, {"b.cpp", Plain}, {"c.cpp", Plain}};
  (void)D.write("system/pg.h", Pg + "#undef pause\n#define pause() use(c)\n");
  EXPECT_EQ(slow(Units), Strings());
  EXPECT_EQ(Last.shared(), 3U);
  EXPECT_EQ(slow(Units), Strings());
  EXPECT_EQ(Last.analysed(), 0U);
  (void)D.write("system/pg.h", Pg);
  EXPECT_EQ(slow(Units).size(), 3U);
  EXPECT_EQ(Last.analysed(), 3U);
}

TEST_F(Shared, ABrokenHeaderIsEachUnitsOwn) {
  (void)D.write("system/broken.h", "#pragma once\nint f(;\n");
  for (const char *Name : {"a.cpp", "b.cpp", "c.cpp"})
    (void)D.write(Name, "#include <broken.h>\n");
  Strings Paths;
  for (const char *Name : {"/a.cpp", "/b.cpp", "/c.cpp"})
    Paths.push_back(D.path() + Name);
  const DriverResult R = runProgram(
      clang::tooling::FixedCompilationDatabase(D.path(), {"-isystem", D.path() + "/system"}), Paths,
      Options);
  EXPECT_EQ(R.failed(), 3U);
  EXPECT_EQ(R.shared(), 0U);
}

} // namespace
} // namespace leasehold::test
