//===- DurationTest.cpp - constant durations ------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InProcess.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include <gtest/gtest.h>

using namespace clang;

namespace leasehold::test {
namespace {

/// The initialiser of the variable `wanted`.
class Wanted : public RecursiveASTVisitor<Wanted> {
public:
  const Expr *init = nullptr;
  bool VisitVarDecl(VarDecl *V) {
    if (V->getDeclName().isIdentifier() && V->getName() == "wanted")
      init = V->getInit();
    return true;
  }
};

constexpr uint64_t Ms = 1000000;

class ConstantDuration : public testing::Test {
protected:
  // <chrono> once, with all the variables: parsing it is what takes the time.
  static std::optional<uint64_t> of(const char *Text, uint64_t NsPerUnit = 0) {
    std::unique_ptr<ASTUnit> Unit =
        parse(std::string("#include <chrono>\nusing namespace std::chrono;\n"
                          "using namespace std::chrono_literals;\n"
                          "const auto kPause = 2s; constexpr int kTries = 3; int soon = 1;\n"
                          "void f(int n, seconds s) { auto wanted = ") +
              Text + "; }\n");
    Wanted W;
    if (Unit)
      W.TraverseDecl(Unit->getASTContext().getTranslationUnitDecl());
    if (!W.init) {
      ADD_FAILURE() << "not parsed: " << Text;
      return std::nullopt;
    }
    return constantDuration(W.init, NsPerUnit, Unit->getASTContext());
  }
};

TEST_F(ConstantDuration, OfLiterals) {
  EXPECT_EQ(of("10s"), 10000 * Ms);
  EXPECT_EQ(of("1500ms"), 1500 * Ms);
  EXPECT_EQ(of("250us"), Ms / 4);
  EXPECT_EQ(of("7ns"), 7U);
  EXPECT_EQ(of("2min"), 120000 * Ms);
  EXPECT_EQ(of("1h"), 3600000 * Ms);
  EXPECT_EQ(of("0ms"), 0U);
  EXPECT_EQ(of("1.5s"), 1500 * Ms);
}

TEST_F(ConstantDuration, OfConstructionsAndSums) {
  EXPECT_EQ(of("seconds(3)"), 3000 * Ms);
  EXPECT_EQ(of("milliseconds{20}"), 20 * Ms);
  EXPECT_EQ(of("seconds(kTries)"), 3000 * Ms);
  EXPECT_EQ(of("2 * 100ms"), 200 * Ms);
  EXPECT_EQ(of("1s + 500ms"), 1500 * Ms);
  EXPECT_EQ(of("milliseconds(1s)"), 1000 * Ms);
  EXPECT_EQ(of("duration_cast<milliseconds>(3s)"), 3000 * Ms);
  EXPECT_EQ(of("duration<double>(0.25)"), 250 * Ms);
  EXPECT_EQ(of("kPause"), 2000 * Ms);
}

TEST_F(ConstantDuration, OfWhatIsNotConstant) {
  EXPECT_EQ(of("seconds(n)"), std::nullopt);
  EXPECT_EQ(of("s"), std::nullopt);
  EXPECT_EQ(of("seconds(soon)"), std::nullopt);
  EXPECT_EQ(of("n * 1s"), std::nullopt);
  EXPECT_EQ(of("-1s"), std::nullopt) << "no time at all, and nobody writes it";
  EXPECT_EQ(of("42"), std::nullopt) << "no duration";
  EXPECT_EQ(of("system_clock::now()"), std::nullopt);
}

TEST_F(ConstantDuration, OfNumbersWithAUnit) {
  EXPECT_EQ(of("10", 1000 * Ms), 10000 * Ms);
  EXPECT_EQ(of("kTries * 2", Ms), 6 * Ms);
  EXPECT_EQ(of("0", Ms), 0U);
  EXPECT_EQ(of("-1", Ms), std::nullopt) << "for ever, to poll()";
  EXPECT_EQ(of("n", Ms), std::nullopt);
  EXPECT_EQ(of("soon", Ms), std::nullopt);
}

} // namespace
} // namespace leasehold::test
