//===- InputSpecTest.cpp - the harness's own tests ------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InputSpec.h"
#include "Process.h"
#include "TestPaths.h"
#include <gtest/gtest.h>
#include <set>

namespace leasehold::test {
namespace {

using Strings = std::vector<std::string>;

InputSpec parsed(std::string_view Text) {
  InputSpec Spec;
  parseInput(Text, "/in/puts/one.cpp", /*IsMain=*/true, Spec);
  return Spec;
}

Strings words(const std::vector<Place> &Places) {
  Strings Result;
  for (const Place &P : Places)
    Result.push_back(P.str());
  return Result;
}

TEST(InputSpec, ReadsTheHeader) {
  InputSpec S = parsed("// what: a pool: with a colon\n"
                       "// some prose\n"
                       "// flags: -std=c++17  -isystem /usr/include/qt5\n"
                       "// options: MinSlowMs=2000 Level=style Repositories=*Dao,db::*\n"
                       "// models: a.json ../b.json\n"
                       "#include <string>\n"
                       "// flags: too late\n");
  EXPECT_EQ(S.errors, Strings{});
  EXPECT_EQ(S.what, "a pool: with a colon");
  EXPECT_EQ(S.flags, (Strings{"-std=c++17", "-isystem", "/usr/include/qt5"}));
  EXPECT_EQ(S.minSlowMs, 2000U);
  EXPECT_EQ(S.level, "style");
  EXPECT_EQ(S.repositories, "*Dao,db::*");
  EXPECT_EQ(S.models, (Strings{"/in/puts/a.json", "/in/puts/../b.json"}));
}

TEST(InputSpec, DefaultsToTheLanguageOfToday) {
  EXPECT_EQ(parsed("int main() {}\n").flags, Strings{"-std=c++20"});
  EXPECT_EQ(parsed("// flags: -fno-exceptions\n").flags,
            (Strings{"-std=c++20", "-fno-exceptions"}));
  EXPECT_FALSE(parsed("").minSlowMs);
  EXPECT_EQ(parsed("").level, "");
}

TEST(InputSpec, ReadsExpectations) {
  InputSpec S =
      parsed("a(); // EXPECT: slow-call\n"
             "b(); // EXPECT: slow-call \"sleeps, long\", unguarded-acquire\r\n"
             "c(); // see http://x // EXPECT: background-task // NOTE: \"acquired here\"\n"
             "d(); //NOTE:\"one\", \"two\"");
  EXPECT_EQ(S.errors, Strings{});
  EXPECT_EQ(words(S.findings),
            (Strings{"one.cpp:1 slow-call", "one.cpp:2 slow-call: sleeps, long",
                     "one.cpp:2 unguarded-acquire", "one.cpp:3 background-task"}));
  EXPECT_EQ(words(S.notes),
            (Strings{"one.cpp:3: acquired here", "one.cpp:4: one", "one.cpp:4: two"}));
}

TEST(InputSpec, ReadsWhatIsKnownToBeMissed) {
  InputSpec S = parsed("a(); // MISS: slow-call\n"
                       "b(); // EXPECT: suspend // MISS: slow-call, unguarded-acquire\n"
                       "c(); // EXPECT: slow-call\n");
  EXPECT_EQ(S.errors, Strings{});
  EXPECT_EQ(words(S.misses),
            (Strings{"one.cpp:1 slow-call", "one.cpp:2 slow-call", "one.cpp:2 unguarded-acquire"}));
  EXPECT_EQ(words(S.findings), (Strings{"one.cpp:2 suspend", "one.cpp:3 slow-call"}));
}

TEST(InputSpec, RefusesWhatItCannotRead) {
  const std::pair<const char *, const char *> Cases[] = {
      {"a(); // EXPECT slow-call", "1: expected a colon after EXPECT"},
      {"a(); // EXPECT: ", "1: expected a check's name after EXPECT"},
      {"a();\n// EXPECT: slow-call;", "2: cannot read this after EXPECT: ;"},
      {"a(); // EXPECT: slow-call \"x", "1: a quote is not closed"},
      {"a(); // EXPECT: leasehold-slow-call", "1: leave the \"leasehold-\" out"},
      {"a(); // MISS slow-call", "1: expected a colon after MISS"},
      {"a(); // MISS:", "1: expected a check's name after MISS"},
      {"a(); // MISS: leasehold-suspend", "1: leave the \"leasehold-\" out"},
      {"a(); // MISS: suspend \"text\"", "1: cannot read this after MISS: \"text\""},
      {"a();\nb(); // MISS: suspend // EXPECT: suspend", "2: both EXPECT and MISS of suspend"},
      {"a(); // EXPECT: suspend, slow-call \"x\" // MISS: slow-call",
       "1: both EXPECT and MISS of slow-call"},
      {"a(); // NOTE: acquired", "1: expected a quoted text after NOTE"},
      {"// options: MinSlowMs=soon", "1: unknown option \"MinSlowMs=soon\"; there are MinSlowMs=N, "
                                     "Level=bug|risk|style and Repositories=GLOB,..."},
      {"// options: Level=all", "1: unknown option \"Level=all\"; there are MinSlowMs=N, "
                                "Level=bug|risk|style and Repositories=GLOB,..."},
      {"// what: a\n// what: b", "2: a second \"what:\""},
      {"// flags:", "1: \"flags:\" says nothing"},
  };
  for (const auto &[Text, Error] : Cases)
    EXPECT_EQ(parsed(Text).errors, Strings{std::string("/in/puts/one.cpp:") + Error}) << Text;
}

TEST(InputSpec, LeavesOtherCommentsAlone) {
  InputSpec S =
      parsed("// TODO: we EXPECT: nothing\na(); // the NOTE: is elsewhere\n// EXPECTED\n");
  EXPECT_EQ(S.findings.size() + S.notes.size(), 0U);
  EXPECT_EQ(S.errors.size(), 1U) << "only the one that begins like an expectation";
}

TEST(InputSpec, FollowsQuotedIncludes) {
  EXPECT_EQ(quotedIncludes("#include \"a.h\"\n  #  include  \"dir/b.h\" // x\n#include <c.h>\n"
                           "// #include \"d.h\"\n"),
            (Strings{"a.h", "dir/b.h"}));
  TemporaryDirectory D;
  std::string Main = D.write("check/one.cpp", "#include \"beside.h\"\n#include \"pool.h\"\n"
                                              "#include \"libpq-fe.h\"\n");
  (void)D.write("check/beside.h",
                "// flags: not read here\n#include \"pool.h\"\n\nx; // EXPECT: a\n");
  (void)D.write("include/pool.h",
                "#include \"../check/one.cpp\"\ny; // EXPECT: b // NOTE: \"n\"\n");
  InputSpec S = readInput(Main, {D.path() + "/include"});
  EXPECT_EQ(S.errors, Strings{});
  EXPECT_EQ(words(S.findings), (Strings{"beside.h:4 a", "pool.h:2 b"}));
  EXPECT_EQ(words(S.notes), Strings{"pool.h:2: n"});
  EXPECT_EQ(S.flags, Strings{"-std=c++20"});
}

TEST(InputSpec, MissesFiles) {
  TemporaryDirectory D;
  EXPECT_EQ(readInput(D.path() + "/no.cpp", {}).errors,
            Strings{D.path() + "/no.cpp: cannot be read"});
  std::string Main = D.write("one.cpp", "// models: no.json\n");
  EXPECT_EQ(readInput(Main, {}).errors,
            Strings{Main + ": no such model file: " + D.path() + "/no.json"});
}

TEST(InputSpec, FindsInputsWhereTheyBelong) {
  TemporaryDirectory D;
  for (const char *Name : {"slow-call/b.cpp", "slow-call/a.cpp", "slow-call/a.h", "include/pool.h",
                           "services/orders/main.cpp", "services/orders/deep/no.cpp",
                           "slow-call/deep/no.cpp", "no.cpp"})
    (void)D.write(Name, "");
  EXPECT_EQ(findInputs(D.path()),
            (Strings{"services/orders/main.cpp", "slow-call/a.cpp", "slow-call/b.cpp"}));
  EXPECT_EQ(findInputs(D.path() + "/nowhere"), Strings{});
  EXPECT_EQ(testName("slow-call/a_b.cpp"), "slow_call_a_b");
}

TEST(InputSpec, ComparesFindings) {
  std::vector<Place> Expected{{"a.cpp", 3, "slow-call", "sleeps"}, {"a.cpp", 5, "slow-call", ""}};
  std::vector<Place> Right{{"a.cpp", 5, "slow-call", "x"}, {"a.cpp", 3, "slow-call", "it sleeps"}};
  EXPECT_EQ(compare(Expected, Right), "");
  EXPECT_EQ(compare({}, {}), "");
  EXPECT_EQ(compare(Expected, {Right[0]}), "MISSING a.cpp:3 slow-call: sleeps\n");
  EXPECT_EQ(compare({Expected[0]}, Right), "UNEXPECTED a.cpp:5 slow-call: x\n");
  EXPECT_EQ(compare({Expected[1]}, {{"b.cpp", 5, "slow-call", "x"}}),
            "UNEXPECTED b.cpp:5 slow-call: x\nMISSING a.cpp:5 slow-call\n")
      << "another file";
  EXPECT_EQ(compare({Expected[0]}, {{"a.cpp", 3, "slow-call", "waits"}}),
            "WRONG TEXT a.cpp:3 slow-call: expected \"sleeps\" in: waits\n");
  EXPECT_EQ(compare({Expected[1]}, {Right[0], Right[0]}), "UNEXPECTED a.cpp:5 slow-call: x\n")
      << "twice the same";
}

TEST(InputSpec, SaysWhenALimitIsGone) {
  const std::vector<Place> Misses{{"a.cpp", 3, "slow-call", ""}};
  EXPECT_EQ(compare({}, {}, Misses), "") << "still missed";
  EXPECT_EQ(compare({}, {{"a.cpp", 3, "slow-call", "sleeps"}}, Misses),
            "NO LONGER MISSED a.cpp:3 slow-call: sleeps\n"
            "  This limit is gone: change MISS to EXPECT and take the limit out of "
            "docs/checks/leasehold-slow-call.md\n");
  EXPECT_EQ(compare({}, {{"a.cpp", 3, "suspend", "x"}}, Misses), "UNEXPECTED a.cpp:3 suspend: x\n")
      << "of another check";
  EXPECT_EQ(compare({}, {{"a.cpp", 4, "slow-call", "x"}}, Misses),
            "UNEXPECTED a.cpp:4 slow-call: x\n")
      << "at another line";
}

TEST(InputSpec, ComparesNotes) {
  std::vector<Place> Expected{{"a.cpp", 3, "", "acquired"}};
  EXPECT_EQ(compareNotes(Expected, {{"a.cpp", 3, "", "session acquired here"}}), "");
  EXPECT_EQ(compareNotes({}, {{"a.cpp", 3, "", "x"}}), "") << "notes may be more";
  EXPECT_EQ(compareNotes(Expected, {{"a.cpp", 3, "", "x"}}),
            "MISSING NOTE a.cpp:3: acquired\n  there is: x\n");
}

TEST(InputSpec, InputsHaveNamesOfTheirOwn) {
  std::set<std::string> Seen;
  for (const std::string &Input : findInputs(TestInputs))
    EXPECT_TRUE(Seen.insert(testName(Input)).second) << Input;
  EXPECT_GE(Seen.size(), 150U);
}

TEST(Process, KeepsWhatAProgramSays) {
  Outcome O = run({"sh", "-c", "echo out; echo err >&2; cat; exit 3"});
  EXPECT_EQ(O.status, 3);
  EXPECT_EQ(O.out, "out\n");
  EXPECT_EQ(O.err, "err\n");
  EXPECT_EQ(run({"pwd"}, "/usr").out, "/usr\n");
  EXPECT_EQ(run({"sh", "-c", "kill -9 $$"}).status, 128 + 9);
  EXPECT_EQ(run({"/no/such/program"}).status, 127);
  O = run({"sh", "-c", "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2"});
  EXPECT_EQ(O.out.size() + O.err.size(), 2000000U) << "more than a pipe holds";
}

TEST(Process, EndsAProgramThatHangs) {
  Outcome O = run({"sh", "-c", "echo before; sleep 60 & sleep 60"}, "", std::chrono::seconds(1));
  EXPECT_TRUE(O.timedOut);
  EXPECT_EQ(O.out, "before\n");
}

TEST(Process, ReadsDiagnostics) {
  std::vector<Diagnostic> All =
      diagnostics("/src/a b.cpp:12:3: warning: this [x] sleeps [leasehold-slow-call]\n"
                  "/src/a b.cpp:10:1: note: acquired here [from the pool]\n"
                  "   12 | code: 1:2: note: x\n"
                  "rel.h:1:1: error: bad [leasehold-slow-call,-warnings-as-errors]\n"
                  "a.cpp:4:4: error: unknown type name 'x' [clang-diagnostic-error]\n"
                  "2 warnings generated.\n");
  ASSERT_EQ(All.size(), 4U);
  EXPECT_EQ(All[0].place.str(), "a b.cpp:12 slow-call: this [x] sleeps");
  EXPECT_EQ(All[1].severity, "note");
  EXPECT_EQ(words(findings(All)),
            (Strings{"a b.cpp:12 slow-call: this [x] sleeps", "rel.h:1 slow-call: bad"}));
}

} // namespace
} // namespace leasehold::test
