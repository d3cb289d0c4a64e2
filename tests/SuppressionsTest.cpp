//===- SuppressionsTest.cpp - NOLINT comments and check globs -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Suppressions.h"
#include "catalog/Globs.h"
#include "llvm/ADT/STLExtras.h"
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

/// Is leasehold-slow-call silenced at the `@` in this text?
bool silenced(std::string Text) {
  size_t At = Text.find('@');
  EXPECT_NE(At, std::string::npos) << Text;
  return isSuppressed(Text, At, "leasehold-slow-call");
}

TEST(Suppressions, TheOwnLine) {
  EXPECT_TRUE(silenced("@f(); // NOLINT\n"));
  EXPECT_TRUE(silenced("int a;\n  @f(); // told why, NOLINT: it is so\nint b;\n"));
  EXPECT_TRUE(silenced("@f(); /* NOLINT */"));
  EXPECT_FALSE(silenced("int a; // NOLINT\n@f();\nint b; // NOLINT\n"));
  EXPECT_FALSE(silenced("@f(); // nolint\n"));
  EXPECT_FALSE(silenced("@f(); // NOLINTER\n"));
}

TEST(Suppressions, NamedChecks) {
  EXPECT_TRUE(silenced("@f(); // NOLINT(leasehold-slow-call)\n"));
  EXPECT_TRUE(silenced("@f(); // NOLINT(leasehold-*)\n"));
  EXPECT_TRUE(silenced("@f(); // NOLINT( foo , leasehold-slow-call )\n"));
  EXPECT_TRUE(silenced("@f(); // NOLINT(foo) NOLINT(*-call)\n"));
  EXPECT_FALSE(silenced("@f(); // NOLINT(leasehold-unguarded-acquire)\n"));
  EXPECT_FALSE(silenced("@f(); // NOLINT(*,-leasehold-slow-call)\n"));
  EXPECT_FALSE(silenced("@f(); // NOLINT()\n"));
  EXPECT_FALSE(silenced("@f(); // NOLINT(leasehold)\n"));
  // A list that is not closed on its line is none.
  EXPECT_TRUE(silenced("@f(); // NOLINT(foo\n)"));
}

TEST(Suppressions, TheNextLine) {
  EXPECT_TRUE(silenced("// NOLINTNEXTLINE\n@f();\n"));
  EXPECT_TRUE(silenced("int a;\n// NOLINTNEXTLINE(leasehold-*)\r\n  @f();\n"));
  EXPECT_FALSE(silenced("// NOLINTNEXTLINE(foo)\n@f();\n"));
  EXPECT_FALSE(silenced("// NOLINTNEXTLINE\n\n@f();\n"));
  EXPECT_FALSE(silenced("@f(); // NOLINTNEXTLINE\n"));
}

TEST(Suppressions, Blocks) {
  EXPECT_TRUE(silenced("// NOLINTBEGIN\nint a;\n@f();\n// NOLINTEND\n"));
  EXPECT_TRUE(silenced("// NOLINTBEGIN(leasehold-*)\n@f();\n// NOLINTEND(leasehold-*)\n"));
  EXPECT_FALSE(silenced("// NOLINTBEGIN\n// NOLINTEND\n@f();\n"));
  EXPECT_FALSE(silenced("@f();\n// NOLINTBEGIN\n// NOLINTEND\n"));
  // Begin and end belong together when their lists are the same.
  EXPECT_FALSE(silenced("// NOLINTBEGIN(leasehold-*)\n@f();\n// NOLINTEND\n"));
  EXPECT_FALSE(silenced("// NOLINTBEGIN\n@f();\n"));
  EXPECT_FALSE(silenced("@f();\n// NOLINTEND\n"));
  // Nested.
  EXPECT_TRUE(silenced("// NOLINTBEGIN(leasehold-*)\n// NOLINTBEGIN(foo)\n// NOLINTEND(foo)\n"
                       "@f();\n// NOLINTEND(leasehold-*)\n"));
  EXPECT_FALSE(silenced("// NOLINTBEGIN(foo)\n// NOLINTBEGIN(leasehold-*)\n"
                        "// NOLINTEND(leasehold-*)\n@f();\n// NOLINTEND(foo)\n"));
}

TEST(Suppressions, AllThatSilenceAreNamed) {
  const std::string Text =
      "// NOLINTBEGIN(leasehold-*)\n// NOLINTNEXTLINE\nf(); // NOLINT(*-call)\n"
      "// NOLINTEND(leasehold-*)\n";
  const size_t At = Text.find("f()");
  std::vector<size_t> Found = silencing(Text, At, "leasehold-slow-call");
  llvm::sort(Found);
  EXPECT_EQ(Found, (std::vector<size_t>{3, Text.find("NOLINTNEXT"), Text.find("NOLINT(*")}));
  EXPECT_EQ(silencing(Text, At, "other-check"), std::vector<size_t>{Text.find("NOLINTNEXT")});
  // Those that name checks, without the ends.
  const std::vector<Suppression> All = suppressionsIn(Text);
  ASSERT_EQ(All.size(), 2U);
  EXPECT_EQ(All[0].text, "NOLINTBEGIN(leasehold-*)");
  EXPECT_EQ(All[1].checks, "*-call");
}

TEST(Suppressions, OddPlaces) {
  EXPECT_FALSE(isSuppressed("", 0, "leasehold-slow-call"));
  EXPECT_FALSE(isSuppressed("f(); // NOLINT", 100, "leasehold-slow-call"));
  EXPECT_TRUE(silenced("f(); // NOLINT @"));
}

TEST(Globs, TheLastThatMatchesDecides) {
  EXPECT_TRUE(Globs("*").contains("leasehold-slow-call"));
  EXPECT_FALSE(Globs("").contains("leasehold-slow-call"));
  EXPECT_FALSE(Globs("*,-leasehold-*").contains("leasehold-slow-call"));
  EXPECT_TRUE(Globs("-*, leasehold-slow-call").contains("leasehold-slow-call"));
  EXPECT_TRUE(Globs("-*,leasehold-*call").contains("leasehold-slow-call"));
  EXPECT_FALSE(Globs("leasehold-slow").contains("leasehold-slow-call"));
}

TEST(Globs, StarsMatchAnything) {
  EXPECT_TRUE(Globs::matches("a*c*e", "abcde"));
  EXPECT_TRUE(Globs::matches("a*c*e", "acce"));
  EXPECT_TRUE(Globs::matches("*ab", "aaab"));
  EXPECT_TRUE(Globs::matches("**", ""));
  EXPECT_FALSE(Globs::matches("a*c", "acb"));
  EXPECT_FALSE(Globs::matches("", "a"));
  EXPECT_FALSE(Globs::matches("a.c", "abc"));
}

} // namespace
} // namespace leasehold::test
