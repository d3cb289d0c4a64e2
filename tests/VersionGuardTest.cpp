//===- VersionGuardTest.cpp - the module in the wrong host ----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clang-tidy takes a module of another release without a word and then reports
// nothing. Ours has to end the run, whatever else there is to report.
//
//===----------------------------------------------------------------------===//

#include "Process.h"
#include "TestPaths.h"
#include <gtest/gtest.h>

#ifdef LEASEHOLD_TIDY_MODULE
namespace leasehold::test {
namespace {

const std::string Own = std::to_string(LEASEHOLD_LLVM_MAJOR);
const std::string Other = LEASEHOLD_LLVM_MAJOR == 22 ? "19" : "22";

constexpr const char *Code =
    "extern \"C\" { struct pg_conn; pg_conn *PQconnectdb(const char *); }\n"
    "void f() { PQconnectdb(\"\"); }\n";

Outcome tidy(const std::string &ClangTidy, const std::string &Module,
             const std::vector<std::string> &Arguments) {
  std::vector<std::string> Command{ClangTidy, "-load", Module};
  Command.insert(Command.end(), Arguments.begin(), Arguments.end());
  return run(Command);
}

void expectRefusal(const std::string &ClangTidy, const std::string &Module,
                   const std::string &BuiltFor, const std::string &LoadedInto) {
  TemporaryDirectory D;
  std::string File = D.write("a.cpp", Code);
  for (const std::vector<std::string> &Arguments : std::vector<std::vector<std::string>>{
           {"-checks=-*,leasehold-*", File, "--"}, {"-checks=-*,leasehold-*", "--list-checks"}}) {
    Outcome O = tidy(ClangTidy, Module, Arguments);
    EXPECT_NE(O.status, 0) << O.str();
    EXPECT_LT(O.status, 128) << "a refusal, not a crash\n" << O.str();
    EXPECT_NE(O.err.find("leasehold: "), std::string::npos) << O.str();
    EXPECT_NE(O.err.find("built for clang " + BuiltFor), std::string::npos) << O.str();
    EXPECT_NE(O.err.find("clang " + LoadedInto), std::string::npos) << O.str();
  }
}

TEST(VersionGuard, LetsItsOwnHostWork) {
  TemporaryDirectory D;
  Outcome O = tidy(LEASEHOLD_CLANG_TIDY, LEASEHOLD_TIDY_MODULE,
                   {"-checks=-*,leasehold-*", "--quiet", D.write("a.cpp", Code), "--"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_NE(O.out.find("[leasehold-unguarded-acquire]"), std::string::npos) << O.str();
}

TEST(VersionGuard, RefusesAnotherHost) {
  if (!std::filesystem::exists(LEASEHOLD_OTHER_CLANG_TIDY))
    GTEST_SKIP() << "no " LEASEHOLD_OTHER_CLANG_TIDY;
  expectRefusal(LEASEHOLD_OTHER_CLANG_TIDY, LEASEHOLD_TIDY_MODULE, Own, Other);
}

TEST(VersionGuard, TheOthersModuleRefusesThisHost) {
  if (!std::filesystem::exists(LEASEHOLD_OTHER_MODULE))
    GTEST_SKIP() << "no " LEASEHOLD_OTHER_MODULE " (a build of the other release)";
  expectRefusal(LEASEHOLD_CLANG_TIDY, LEASEHOLD_OTHER_MODULE, Other, Own);
}

TEST(VersionGuard, WithoutTheChecksBesideItTheModuleSaysSo) {
  TemporaryDirectory D;
  std::string Copy = D.path() + "/leasehold-tidy-module.so";
  std::filesystem::copy_file(LEASEHOLD_TIDY_MODULE, Copy);
  Outcome O =
      tidy(LEASEHOLD_CLANG_TIDY, Copy, {"-checks=-*,leasehold-*", D.write("a.cpp", Code), "--"});
  EXPECT_NE(O.status, 0) << O.str();
  EXPECT_NE(O.err.find("leasehold: "), std::string::npos) << O.str();
}

TEST(TidyModule, ListsItsChecks) {
  Outcome O = tidy(LEASEHOLD_CLANG_TIDY, LEASEHOLD_TIDY_MODULE,
                   {"-checks=-*,leasehold-*", "--list-checks"});
  EXPECT_EQ(O.status, 0) << O.str();
  for (const char *Check : {"slow-call", "background-task", "websocket-lifetime",
                            "unguarded-acquire", "unfinished-transaction"})
    EXPECT_NE(O.out.find(std::string("leasehold-") + Check + "\n"), std::string::npos) << O.str();
}

TEST(TidyModule, ShowsItsOptions) {
  Outcome O = tidy(LEASEHOLD_CLANG_TIDY, LEASEHOLD_TIDY_MODULE,
                   {"-checks=-*,leasehold-*", "--dump-config",
                    "-config={CheckOptions: {leasehold-slow-call.MinSlowMs: 50}}"});
  EXPECT_EQ(O.status, 0) << O.str();
  for (const char *Option :
       {"leasehold-slow-call.MinSlowMs: '50'", "leasehold-slow-call.Level: risk",
        "leasehold-slow-call.Models:", "leasehold-unguarded-acquire.Level: risk"})
    EXPECT_NE(O.out.find(Option), std::string::npos) << Option << "\n" << O.str();
}

TEST(TidyModule, HonoursNolintAndHeaderFilter) {
  TemporaryDirectory D;
  (void)D.write("lib/shared.h", "inline void shared() { PQconnectdb(\"\"); }\n");
  std::string File = D.write("a.cpp", std::string(Code) +
                                          "void g() { PQconnectdb(\"\"); } // NOLINT(leasehold-*)\n"
                                          "#include \"lib/shared.h\"\n");
  Outcome O = tidy(LEASEHOLD_CLANG_TIDY, LEASEHOLD_TIDY_MODULE,
                   {"-checks=-*,leasehold-*", "--quiet", "--header-filter=nothing", File, "--"});
  EXPECT_EQ(compare({{"a.cpp", 2, "unguarded-acquire", ""}}, findings(diagnostics(O.out))), "")
      << O.str();
  O = tidy(LEASEHOLD_CLANG_TIDY, LEASEHOLD_TIDY_MODULE,
           {"-checks=-*,leasehold-*", "--quiet", "--header-filter=.*", File, "--"});
  EXPECT_EQ(
      compare({{"a.cpp", 2, "unguarded-acquire", ""}, {"shared.h", 1, "unguarded-acquire", ""}},
              findings(diagnostics(O.out))),
      "")
      << O.str();
}

TEST(TidyModule, NamesWhatIsWrongInAModel) {
  TemporaryDirectory D;
  std::string File = D.write("a.cpp", Code);
  std::string Model = D.write("acme.json", "{\n  \"library\": \"acme\",\n}\n");
  Outcome O =
      tidy(LEASEHOLD_CLANG_TIDY, LEASEHOLD_TIDY_MODULE,
           {"-checks=-*,leasehold-*", "--quiet",
            "-config={CheckOptions: {leasehold-slow-call.Models: '" + Model + "'}}", File, "--"});
  EXPECT_NE(O.status, 0) << O.str();
  EXPECT_NE((O.out + O.err).find(Model + ": not valid JSON near line 3"), std::string::npos)
      << O.str();
  EXPECT_NE(O.out.find("[leasehold-unguarded-acquire]"), std::string::npos) << "the rest is used\n"
                                                                            << O.str();
}

} // namespace
} // namespace leasehold::test
#endif // LEASEHOLD_TIDY_MODULE
