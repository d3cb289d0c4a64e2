//===- IncludesTest.cpp - what files include, and who comes first ---------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Includes.h"
#include "Process.h"
#include "program/Waves.h"
#include <gtest/gtest.h>
#include <llvm/Support/FileSystem.h>

namespace leasehold::test {
namespace {

using Strings = std::vector<std::string>;

class Includes : public testing::Test {
protected:
  std::string write(const std::string &Name, const std::string &Text) const {
    return D.write(Name, Text);
  }
  Strings headers(const Strings &First) {
    return Scanner.headers(
        First, {{{D.path() + "/include", false, false}, {D.path() + "/system", true, false}}});
  }
  /// The names of the files of each wave.
  std::vector<Strings> waves(const Strings &Names) {
    Strings Files;
    for (const std::string &Name : Names)
      Files.push_back(D.path() + "/" + Name);
    std::vector<Strings> Out;
    for (const std::vector<unsigned> &Wave : inWaves(Files, Scanner)) {
      Out.emplace_back();
      for (unsigned I : Wave)
        Out.back().push_back(Names[I]);
    }
    return Out;
  }

  TemporaryDirectory D;
  IncludeScanner Scanner;
};

TEST_F(Includes, HeadersOfTheSystemThroughThoseOfTheProgram) {
  write("system/list", "#pragma once\n");
  write("system/map.h", "#ifndef MAP_H\n#define MAP_H\n#include <inner>\n#endif\n");
  write("system/inner", "#pragma once\n");
  write("include/own.h", "// own\n#ifndef OWN_H\n#define OWN_H\n#include <map.h>\n"
                         "#include \"beside.h\"\n#endif\n");
  write("include/beside.h", "#pragma once\n#include <list>\n#include \"own.h\"\n");
  const std::string Main = write("main.cpp", "#include <own.h>\n#include <list>\n"
                                             "/*\n#include <inner>\n*/\n"
                                             "const char *s = R\"(\n#include <inner>\n)\";\n");
  EXPECT_EQ(headers({Main}), (Strings{"map.h", "list"}));
  EXPECT_EQ(headers({write("forced.h", "#include <inner>\n"), Main}),
            (Strings{"inner", "map.h", "list"}));
}

TEST_F(Includes, WhatAConditionGuardsIsNotCertain) {
  for (const char *Name : {"system/a", "system/b", "system/c"})
    write(Name, "#pragma once\n");
  write("include/half.h", "#ifndef HALF_H\n#define HALF_H\n#include <a>\n#endif\n"
                          "#include <b>\n");
  EXPECT_EQ(headers({write("main.cpp", "#include <half.h>\n#if X\n#include <c>\n#else\n"
                                       "#include <c>\n#endif\n")}),
            Strings{"b"})
      << "the guard is not around all of half.h";
}

TEST_F(Includes, HeadersThatMeanSomethingElseEachTimeAreLeftAlone) {
  write("system/port.inc", "#ifdef PORT\n#undef PORT\n#else\n#define PORT\n#endif\n");
  write("system/forward", "#include <port.inc>\n");
  EXPECT_EQ(headers({write("main.cpp", "#include <port.inc>\n#include <forward>\n"
                                       "#include MACRO\n#include <missing>\n#include <\n")}),
            Strings{"forward"})
      << "it is read again each time, too";
}

// The names got longer with each round, and none of them was known.
TEST_F(Includes, CirclesThroughParentDirectoriesEnd) {
  write("system/all.h", "#pragma once\n#include \"parts/one.h\"\n#include \"./two.h\"\n");
  write("system/parts/one.h", "#if X\n#include \"../all.h\"\n#endif\n");
  write("system/two.h", "#pragma once\n#include \"./all.h\"\n#include <parts/../leaf.h>\n");
  write("system/leaf.h", "#pragma once\n");
  const std::string Main =
      write("main.cpp", "#include <all.h>\n#include \"own/a.h\"\n#include <leaf.h>\n");
  write("own/a.h", "#include \"../own/a.h\"\n");
  EXPECT_EQ(headers({Main}), (Strings{"all.h", "leaf.h"}));
  EXPECT_EQ(Scanner.closure("all.h", {{{D.path() + "/system", true, false}}}).size(), 4U);
}

TEST_F(Includes, ALinkIsFollowedBeforeItsParentIsMeant) {
  write("far/away/inner/x.h", "#include \"../y.h\"\n");
  write("far/away/y.h", "#include <leaf>\n");
  write("include/y.h", "");
  write("system/leaf", "#pragma once\n");
  ASSERT_FALSE(llvm::sys::fs::create_link(D.path() + "/far/away/inner", D.path() + "/include/in"));
  EXPECT_EQ(headers({write("main.cpp", "#include <in/x.h>\n")}), Strings{"leaf"});
}

TEST_F(Includes, WhoIsAskedComesFirst) {
  write("main.cpp", "#include \"service.h\"\n");
  write("service.cpp", "#include \"service.h\"\n");
  write("service.h", "#include \"db/session.h\"\n#include \"service.h\"\n");
  write("db/session.cpp", "#include \"session.h\"\n#include <vector>\n");
  write("alone.cpp", "");
  EXPECT_EQ(waves({"main.cpp", "service.cpp", "db/session.cpp", "alone.cpp", "missing.cpp"}),
            (std::vector<Strings>{
                {"db/session.cpp", "alone.cpp", "missing.cpp"}, {"service.cpp"}, {"main.cpp"}}));
}

TEST_F(Includes, WhoAskEachOtherComeTogether) {
  write("a.cpp", "#include \"b.h\"\n");
  write("b.cpp", "#include \"a.h\"\n#include \"c.h\"\n");
  write("c.cpp", "");
  EXPECT_EQ(waves({"a.cpp", "b.cpp", "c.cpp"}),
            (std::vector<Strings>{{"c.cpp"}, {"a.cpp", "b.cpp"}}));
}

TEST_F(Includes, OfTheSameNameTheNearestIsMeant) {
  write("x/user.cpp", "#include \"util.h\"\n");
  write("x/util.cpp", "");
  write("y/util.cpp", "#include \"user.h\"\n");
  EXPECT_EQ(waves({"x/user.cpp", "x/util.cpp", "y/util.cpp"}),
            (std::vector<Strings>{{"x/util.cpp"}, {"x/user.cpp"}, {"y/util.cpp"}}));
}

TEST_F(Includes, AChainIsCutIntoFewWaves) {
  Strings Names;
  for (int I = 0; I < 20; ++I) {
    Names.push_back("u" + std::to_string(I) + ".cpp");
    write(Names.back(), I ? "#include \"u" + std::to_string(I - 1) + ".h\"\n" : "");
  }
  EXPECT_EQ(waves(Names).size(), 6U);
}

} // namespace
} // namespace leasehold::test
