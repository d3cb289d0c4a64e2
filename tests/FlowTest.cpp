//===- FlowTest.cpp - the engine, on small pieces of code -----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InProcess.h"
#include "TestPaths.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include <gtest/gtest.h>

using namespace clang;

namespace leasehold::test {
namespace {

using Strings = std::vector<std::string>;

/// What the shipped models know of libpq and POSIX, without the headers. Lines of the code that
/// follows count from 1.
std::string pg(llvm::StringRef Code) {
  return R"(extern "C" {
typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;
PGconn *PQconnectdb(const char *);
void PQfinish(PGconn *);
PGresult *PQexec(PGconn *, const char *);
void PQclear(PGresult *);
unsigned sleep(unsigned);
}
void other();
#line 1 "code.cpp"
)" + Code.str();
}

Strings findings(llvm::StringRef Code, const AnalysisOptions &Options = {}) {
  return brief(analyseCode(pg(Code), Options));
}

/// The facts of the functions called `Name` in `Code`; the test fails unless there is one.
Effects factsOf(llvm::StringRef Code, llvm::StringRef Name) {
  AnalysisOptions Options;
  Options.exportFacts = true;
  Analysed R = analyseCode(pg(Code), Options);
  std::vector<const Effects *> Found;
  for (const auto &Entry : R.facts)
    if (Entry.getKey().contains(("@F@" + Name + "#").str()))
      Found.push_back(&Entry.getValue());
  if (Found.size() != 1) {
    ADD_FAILURE() << Found.size() << " functions called " << Name.str();
    return {};
  }
  return *Found.front();
}

const std::vector<Slot> None;
const std::vector<Slot> First{Slot::param(0)};

//===----------------------------------------------------------------------===//
// Budget
//===----------------------------------------------------------------------===//

constexpr const char *Leak = "void f() {\n"
                             "  PGconn *c = PQconnectdb(\"\");\n"
                             "}\n"
                             "int g() { return 1; }\n";

TEST(Budget, IsNotFeltByOrdinaryFunctions) {
  Analysed R = analyseCode(pg(Leak));
  EXPECT_EQ(brief(R), Strings{"code.cpp:2 unguarded-acquire"});
  EXPECT_EQ(R.functions, 2U);
  EXPECT_EQ(R.overBudget, 0U);
  EXPECT_EQ(R.skipped, Strings{});
}

TEST(Budget, ExceededIsCountedAndNothingIsReported) {
  AnalysisOptions Options;
  Options.flow.maxVisits = 0;
  Analysed R = analyseCode(pg(Leak), Options);
  EXPECT_EQ(brief(R), Strings{});
  EXPECT_EQ(R.overBudget, 1U) << "g has nothing to do with sessions";
  EXPECT_EQ(R.skipped, Strings{"f"});
}

/// Independent sessions make 2^Sessions states at the loop's head.
std::string giant(unsigned Sessions) {
  std::string Code = "bool flip();\nvoid giant() {\n";
  for (unsigned I = 0; I < Sessions; ++I)
    Code += "  PGconn *c" + std::to_string(I) + " = nullptr;\n";
  Code += "  while (flip()) {\n";
  for (unsigned I = 0; I < Sessions; ++I) {
    std::string C = "c" + std::to_string(I);
    Code += "    if (flip()) { if (!" + C + ") " + C + " = PQconnectdb(\"\"); else { PQfinish(" +
            C + "); " + C + " = nullptr; } }\n";
  }
  return Code + "  }\n}\n";
}

TEST(Budget, OfOneFunctionIsNotThatOfAnother) {
  AnalysisOptions Options;
  Options.flow.maxVisits = 2;
  Analysed R = analyseCode(pg(giant(8) + "#line 1 \"leak.cpp\"\n" + Leak), Options);
  EXPECT_EQ(R.skipped, Strings{"giant"});
  EXPECT_EQ(R.overBudget, 1U);
  EXPECT_EQ(brief(R), Strings{"leak.cpp:2 unguarded-acquire"});
}

TEST(Budget, ManyStatesEndByThemselves) {
  // No hang, whatever the verdict.
  for (unsigned States : {1U, 2U, 32U}) {
    AnalysisOptions Options;
    Options.flow.maxStates = States;
    Analysed R = analyseCode(pg(giant(10)), Options);
    EXPECT_EQ(R.functions, 1U);
  }
}

TEST(Budget, IsForTheSizeOfStatesToo) {
  AnalysisOptions Little, Handed;
  Little.flow.maxKept = 1000;
  Handed.flow.maxHandedOn = 10000;
  for (const AnalysisOptions &Options : {Little, Handed}) {
    Analysed R = analyseCode(pg(giant(8) + "#line 1 \"leak.cpp\"\n" + Leak), Options);
    EXPECT_EQ(R.skipped, Strings{"giant"});
    EXPECT_EQ(brief(R), Strings{"leak.cpp:2 unguarded-acquire"});
  }
}

TEST(Budget, StatesThatNoWayLeadsBackToAreNotKept) {
  std::string Code = "bool flip();\nvoid f() {\n";
  for (unsigned I = 0; I < 200; ++I)
    Code += "  { PGconn *c = PQconnectdb(\"\"); PQfinish(c); if (flip()) other(); }\n";
  Code += "  PGconn *last = PQconnectdb(\"\");\n}\n";
  AnalysisOptions Options;
  Options.flow.maxKept = 20000; // all blocks together have some hundred thousand
  Analysed R = analyseCode(pg(Code), Options);
  EXPECT_EQ(R.overBudget, 0U);
  EXPECT_EQ(brief(R), Strings{"code.cpp:203 unguarded-acquire"});
}

//===----------------------------------------------------------------------===//
// Paths
//===----------------------------------------------------------------------===//

TEST(Paths, AreToldApartByTheirConditions) {
  EXPECT_EQ(findings("void f(bool a) {\n"
                     "  PGconn *c = nullptr;\n"
                     "  if (a) c = PQconnectdb(\"\");\n"
                     "  other();\n"
                     "  if (a) PQfinish(c);\n"
                     "}\n"),
            Strings{})
      << "a function of which nothing is known is not taken to throw";
  EXPECT_EQ(findings("void quiet() noexcept;\n"
                     "void f(bool a) {\n"
                     "  PGconn *c = nullptr;\n"
                     "  if (a) c = PQconnectdb(\"\");\n"
                     "  quiet();\n"
                     "  if (a) PQfinish(c);\n"
                     "}\n"),
            Strings{});
  EXPECT_EQ(findings("void f(bool a, bool b) {\n"
                     "  PGconn *c = nullptr;\n"
                     "  if (a) c = PQconnectdb(\"\");\n"
                     "  if (b) PQfinish(c);\n"
                     "}\n"),
            Strings{"code.cpp:3 unguarded-acquire"});
}

TEST(Paths, DisagreeingAfterACollapseHoldNothing) {
  constexpr const char *Code = "void f(bool a) {\n"
                               "  PGconn *c = PQconnectdb(\"\");\n"
                               "  if (a) PQfinish(c);\n"
                               "  sleep(60);\n"
                               "  if (!a) PQfinish(c);\n"
                               "}\n";
  EXPECT_EQ(findings(Code), Strings{"code.cpp:4 slow-call"}) << "on the path where !a";
  AnalysisOptions Options;
  Options.flow.maxStates = 1;
  EXPECT_EQ(findings(Code, Options), Strings{}) << "rather miss than guess";
}

TEST(Paths, ThatAgreeAreMerged) {
  constexpr const char *Code = "void f(bool a, bool b) {\n"
                               "  PGconn *c = PQconnectdb(\"\");\n"
                               "  int n = 0;\n"
                               "  if (a) n = 1; else n = 2;\n"
                               "  if (b) n = 3; else n = 4;\n"
                               "  PQfinish(c);\n"
                               "}\n";
  std::unique_ptr<ASTUnit> Unit = parse(pg(Code));
  ASSERT_TRUE(Unit);
  const std::string Dump = dumpFlow(Unit->getASTContext(), {}, "f", false);
  llvm::StringRef Text = Dump;
  // Four paths, one state: the leases agree.
  llvm::SmallVector<llvm::StringRef, 8> Blocks;
  Text.split(Blocks, "\n B");
  unsigned Held = 0;
  for (llvm::StringRef B : Blocks) {
    EXPECT_LE(B.count("  ["), 1U) << B.str();
    Held += B.contains("[c: held]");
  }
  EXPECT_GE(Held, 5U) << Text.str();
}

//===----------------------------------------------------------------------===//
// Summaries
//===----------------------------------------------------------------------===//

TEST(Summary, OfAHelperThatReleases) {
  EXPECT_EQ(factsOf("void giveBack(PGconn *c) { PQfinish(c); }", "giveBack").releases, First);
  Effects Maybe = factsOf("void maybe(PGconn *c, bool b) { if (b) PQfinish(c); }", "maybe");
  EXPECT_EQ(Maybe.releases, None);
  EXPECT_EQ(Maybe.mayRelease, First);
  EXPECT_EQ(Maybe.replaces, None);
  Effects Other = factsOf("void renew(PGconn *c, bool b) {\n"
                          "  if (b) { PQfinish(c); c = PQconnectdb(\"\"); }\n"
                          "  PQclear(PQexec(c, \"SELECT 1\"));\n"
                          "}\n",
                          "renew");
  EXPECT_EQ(Other.mayRelease, First);
  EXPECT_EQ(Other.replaces, First);
  EXPECT_TRUE(Other.acquires.empty());
  EXPECT_EQ(factsOf("void put(PGresult *r) { PQclear(r); }", "put").frees, First);
  EXPECT_EQ(factsOf("void put(PGresult *r, bool b) { if (b) PQclear(r); }", "put").frees, None);
  EXPECT_EQ(factsOf("void put(PGresult *r) { PQclear(r); r = nullptr; }", "put").frees, None);
  EXPECT_EQ(factsOf("void own(PGconn *c, PGresult *r) {\n"
                    "  r = PQexec(c, \"SELECT 1\");\n"
                    "  PQclear(r);\n"
                    "}\n",
                    "own")
                .frees,
            None);
  Effects Neither =
      factsOf("int ask(PGconn *c) { PQclear(PQexec(c, \"SELECT 1\")); return 1; }", "ask");
  EXPECT_EQ(Neither.releases, None);
  EXPECT_EQ(Neither.mayRelease, None);
  EXPECT_EQ(Neither.keeps, None);
  EXPECT_EQ(factsOf("struct Holder { PGconn *c; };\n"
                    "void put(Holder &h, PGconn *c) { h.c = c; }",
                    "put")
                .releases,
            None);
}

TEST(Summary, OfAHelperThatAcquires) {
  Effects Open = factsOf("PGconn *openIt() { return PQconnectdb(\"\"); }", "openIt");
  ASSERT_EQ(Open.acquires.size(), 1U);
  EXPECT_EQ(Open.acquires[0].to, Slot::result());
  EXPECT_FALSE(Open.acquires[0].guarded);
  EXPECT_FALSE(Open.acquires[0].pooled);
  Effects Into =
      factsOf("bool openInto(PGconn **out) { *out = PQconnectdb(\"\"); return *out != nullptr; }",
              "openInto");
  ASSERT_EQ(Into.acquires.size(), 1U);
  EXPECT_EQ(Into.acquires[0].to, Slot::param(0));
}

TEST(Summary, OfHelpersThatTransact) {
  auto Does = [](const Effects &E, TxnEffect::Kind Kind) {
    return llvm::any_of(E.txn, [&](const TxnEffect &T) {
      return T.kind == Kind && T.on == Slot::param(0) && T.certain;
    });
  };
  Effects Begin = factsOf("void beginIt(PGconn *c) { PQclear(PQexec(c, \"BEGIN\")); }", "beginIt");
  EXPECT_TRUE(Does(Begin, TxnEffect::Begin));
  EXPECT_FALSE(Does(Begin, TxnEffect::Commit));
  Effects Commit =
      factsOf("void finishIt(PGconn *c) { PQclear(PQexec(c, \"COMMIT\")); }", "finishIt");
  EXPECT_TRUE(Does(Commit, TxnEffect::Commit));
  Effects Rollback = factsOf("void undo(PGconn *c) { PQclear(PQexec(c, \"ROLLBACK\")); }", "undo");
  // A summary says that the transaction is over, not how.
  EXPECT_TRUE(Does(Rollback, TxnEffect::Rollback) || Does(Rollback, TxnEffect::Commit));
}

TEST(Summary, OfAHelperThatBlocksNamesTheWayDown) {
  Effects E = factsOf("void nap() { sleep(60); }\n"
                      "void rest() { nap(); }\n"
                      "void retire() { rest(); }\n",
                      "retire");
  ASSERT_TRUE(E.blocks);
  EXPECT_EQ(E.blocks->kind, "sleep");
  ASSERT_GE(E.blocks->chain.size(), 3U);
  std::vector<unsigned> Lines;
  for (const Step &S : E.blocks->chain)
    Lines.push_back(S.line);
  EXPECT_EQ(Lines, (std::vector<unsigned>{3, 2, 1})) << "from the callee down to the primitive";
  EXPECT_FALSE(factsOf("void nap() { sleep(0); }", "nap").blocks);
}

TEST(Summary, OfAHelperThatThrows) {
  Effects E = factsOf("struct base {}; struct failed : base {};\n"
                      "void check(bool ok) { if (!ok) throw failed(); }\n"
                      "void twice(bool ok) { check(ok); check(ok); }\n",
                      "twice");
  EXPECT_EQ(E.throws, (Strings{"failed", "base"}));
  EXPECT_EQ(factsOf("struct failed {};\n"
                    "void safe(bool ok) { try { if (!ok) throw failed(); } catch (...) {} }\n",
                    "safe")
                .throws,
            Strings{});
}

TEST(Summary, IsUsedByTheCaller) {
  constexpr const char *Helpers = "PGconn *openIt() { return PQconnectdb(\"\"); }\n"
                                  "void giveBack(PGconn *c) { PQfinish(c); }\n"
                                  "void nap() { sleep(60); }\n"
                                  "void beginIt(PGconn *c) { PQclear(PQexec(c, \"BEGIN\")); }\n"
                                  "#line 1\n";
  auto With = [&](const char *Code) { return findings(std::string(Helpers) + Code); };
  EXPECT_EQ(With("void f() { PGconn *c = openIt(); giveBack(c); }"), Strings{});
  EXPECT_EQ(With("void f() { PGconn *c = openIt(); }"), Strings{"code.cpp:1 unguarded-acquire"});
  EXPECT_EQ(With("void f() {\n  PGconn *c = openIt();\n  nap();\n  giveBack(c);\n}"),
            Strings{"code.cpp:3 slow-call"});
  EXPECT_EQ(With("void f() {\n  PGconn *c = openIt();\n  giveBack(c);\n  nap();\n}"), Strings{});
  EXPECT_EQ(With("void f(PGconn *c, bool b) {\n  beginIt(c);\n  if (b) return;\n"
                 "  PQclear(PQexec(c, \"COMMIT\"));\n}"),
            Strings{"code.cpp:2 unfinished-transaction"});
}

TEST(Summary, OfRecursionIsAFixpoint) {
  // Conservative: in a recursion the release is possible, not certain.
  EXPECT_EQ(factsOf("void down(PGconn *c, int n) {\n"
                    "  if (n == 0) { PQfinish(c); return; }\n"
                    "  down(c, n - 1);\n"
                    "}\n",
                    "down")
                .mayRelease,
            First);
  constexpr const char *Mutual = "void odd(PGconn *c, int n);\n"
                                 "void even(PGconn *c, int n) {\n"
                                 "  if (n == 0) { PQfinish(c); return; }\n"
                                 "  odd(c, n - 1);\n"
                                 "}\n"
                                 "void odd(PGconn *c, int n) { even(c, n - 1); }\n";
  EXPECT_EQ(factsOf(Mutual, "even").mayRelease, First);
  Effects Loop = factsOf("void b();\nvoid a() { b(); }\nvoid b() { sleep(60); a(); }\n", "a");
  ASSERT_TRUE(Loop.blocks);
  EXPECT_EQ(Loop.blocks->kind, "sleep");
  Effects Endless = factsOf("void spin(PGconn *c) { spin(c); }", "spin");
  EXPECT_EQ(Endless.keeps, None);
}

TEST(Summary, TravelsAsAFact) {
  AnalysisOptions Producer;
  Producer.exportFacts = true;
  const FactTable All(
      analyseCode(pg("void giveBack(PGconn *c) { PQfinish(c); }\nvoid nap() { sleep(60); }\n"),
                  Producer)
          .facts);
  constexpr const char *Caller = "void giveBack(PGconn *);\n"
                                 "void nap();\n"
                                 "void f() {\n"
                                 "  PGconn *c = PQconnectdb(\"\");\n"
                                 "  nap();\n"
                                 "  giveBack(c);\n"
                                 "}\n";
  EXPECT_EQ(findings(Caller), Strings{}) << "nothing is known of the callees";
  AnalysisOptions User;
  User.facts = &All;
  Strings Found = findings(Caller, User);
  EXPECT_TRUE(llvm::is_contained(Found, "code.cpp:5 slow-call")) << testing::PrintToString(Found);
}

//===----------------------------------------------------------------------===//
// dump-flow
//===----------------------------------------------------------------------===//

constexpr const char *Dumped = "namespace shop {\n"
                               "void f(bool a) {\n"
                               "  PGconn *c = PQconnectdb(\"dbname=\\\"x\\\"\");\n"
                               "  PQclear(PQexec(c, \"BEGIN\"));\n"
                               "  if (a)\n"
                               "    PQfinish(c);\n"
                               "}\n"
                               "}\n";

std::string dumped(const char *Name, bool Dot) {
  std::unique_ptr<ASTUnit> Unit = parse(pg(Dumped));
  return Unit ? dumpFlow(Unit->getASTContext(), {}, Name, Dot) : "";
}

TEST(DumpFlow, PrintsTheStatesOfEveryBlock) {
  std::string Text = dumped("shop::f", false);
  EXPECT_EQ(Text.substr(0, 8), "shop::f\n");
  for (const char *Part : {"(entry) ->", "(exit) ->", "[nothing held]", "c: held", "c: released",
                           "open", "PQconnectdb(", "PQfinish(c)"})
    EXPECT_NE(Text.find(Part), std::string::npos) << Part << " in\n" << Text;
  EXPECT_EQ(dumped("f", false), Text) << "the last part of the name does";
  EXPECT_EQ(dumped("nobody", false), "");
  EXPECT_EQ(dumped("PQfinish", false), "") << "no body";
}

TEST(DumpFlow, DrawsAPicture) {
  std::string Text = dumped("f", true);
  EXPECT_EQ(Text.substr(0, 20), "digraph \"shop::f\" {\n");
  EXPECT_EQ(Text.substr(Text.size() - 2), "}\n");
  EXPECT_NE(Text.find(" -> b"), std::string::npos) << Text;
  EXPECT_NE(Text.find("c: held"), std::string::npos) << Text;
  // Each line is a statement of DOT: quotes are balanced and escaped.
  llvm::SmallVector<llvm::StringRef, 32> Lines;
  llvm::StringRef(Text).trim().split(Lines, '\n');
  for (llvm::StringRef Line : llvm::ArrayRef(Lines).drop_front().drop_back()) {
    EXPECT_TRUE(Line.trim().ends_with(";")) << Line.str();
    unsigned Quotes = 0;
    for (size_t I = 0; I < Line.size(); ++I)
      if (Line[I] == '\\')
        ++I;
      else if (Line[I] == '"')
        ++Quotes;
    EXPECT_EQ(Quotes % 2, 0U) << Line.str();
  }
}

//===----------------------------------------------------------------------===//
// Inference
//===----------------------------------------------------------------------===//

const Recognised *recognised(const Analysed &R, llvm::StringRef What, llvm::StringRef Name) {
  for (const Recognised &Each : R.recognised)
    if (Each.what == What && Each.name == Name)
      return &Each;
  std::string All;
  for (const Recognised &Each : R.recognised)
    All += Each.what + " " + Each.name + ": " + Each.reason + "\n";
  ADD_FAILURE() << "no " << What.str() << " " << Name.str() << " among\n" << All;
  return nullptr;
}

constexpr const char *Queue = "namespace std {\n"
                              "template <class T> class queue {\n"
                              "public:\n"
                              "  bool empty() const; T &front(); void pop(); void push(T);\n"
                              "};\n"
                              "}\n"
                              "class Pool {\n"
                              "  std::queue<PGconn *> idle_;\n"
                              "public:\n"
                              "  PGconn *take() {\n"
                              "    if (idle_.empty()) return PQconnectdb(\"\");\n"
                              "    PGconn *c = idle_.front(); idle_.pop(); return c;\n"
                              "  }\n"
                              "  void put(PGconn *c) { idle_.push(c); }\n"
                              "};\n"
                              "class Borrowed {\n"
                              "  Pool &pool_; PGconn *c_;\n"
                              "public:\n"
                              "  explicit Borrowed(Pool &p) : pool_(p), c_(p.take()) {}\n"
                              "  Borrowed(const Borrowed &) = delete;\n"
                              "  ~Borrowed() { pool_.put(c_); }\n"
                              "  PGconn *get() { return c_; }\n"
                              "};\n"
                              "#line 1\n";

// A crash, once.
TEST(Inference, AMemberMayPointToANumber) {
  std::string WithNumber = Queue;
  WithNumber.replace(WithNumber.find("class Pool {"), 12,
                     "namespace std { template <class T> struct unique_ptr { T *get(); "
                     "~unique_ptr(); }; }\nclass Pool {\n  std::unique_ptr<int> size_;");
  Analysed R = analyseCode(pg(WithNumber));
  EXPECT_TRUE(recognised(R, "pool", "Pool"));
}

TEST(Inference, SeesAPoolAndItsGuard) {
  Analysed R = analyseCode(pg(Queue));
  if (const Recognised *Pool = recognised(R, "pool", "Pool")) {
    EXPECT_NE(Pool->reason.find("take"), std::string::npos) << Pool->reason;
    EXPECT_NE(Pool->reason.find("put"), std::string::npos) << Pool->reason;
  }
  if (const Recognised *Guard = recognised(R, "guard", "Borrowed")) {
    EXPECT_FALSE(Guard->reason.empty());
  }
}

TEST(Inference, IsWhatTheWalkGoesBy) {
  auto With = [&](const char *Code) { return findings(std::string(Queue) + Code); };
  EXPECT_EQ(
      With("void f(Pool &p, bool b) {\n  PGconn *c = p.take();\n  if (b) return;\n  p.put(c);\n}"),
      Strings{"code.cpp:2 unguarded-acquire"});
  EXPECT_EQ(With("void f(Pool &p) {\n  Borrowed c(p);\n  sleep(60);\n}"),
            Strings{"code.cpp:3 slow-call"});
  EXPECT_EQ(With("void f(Pool &p) {\n  { Borrowed c(p); }\n  sleep(60);\n}"), Strings{});
}

TEST(Inference, LeavesOtherContainersAlone) {
  Analysed R = analyseCode(pg(std::string(Queue) +
                              "class Jobs {\n"
                              "  std::queue<int> jobs_;\n"
                              "public:\n"
                              "  int take() { int j = jobs_.front(); jobs_.pop(); return j; }\n"
                              "  void put(int j) { jobs_.push(j); }\n"
                              "};\n"));
  for (const Recognised &Each : R.recognised)
    EXPECT_NE(Each.name, "Jobs") << Each.what << ": " << Each.reason;
}

TEST(Inference, SeesAThreadPool) {
  std::string Code =
      "#include <functional>\n#include <queue>\n#include <thread>\n#include <vector>\n";
  Code +=
      pg("class Workers {\n"
         "  std::queue<std::function<void()>> jobs_;\n"
         "  std::vector<std::thread> threads_;\n"
         "  void loop() { for (;;) { auto job = std::move(jobs_.front()); jobs_.pop(); job(); } }\n"
         "public:\n"
         "  void post(std::function<void()> job) { jobs_.push(std::move(job)); }\n"
         "};\n"
         "void f(Workers &w) {\n"
         "  PGconn *c = PQconnectdb(\"\");\n"
         "  w.post([c] { PQclear(PQexec(c, \"SELECT 1\")); });\n"
         "  PQfinish(c);\n"
         "}\n");
  Analysed R = analyseCode(Code);
  if (const Recognised *Workers = recognised(R, "thread pool", "Workers")) {
    EXPECT_FALSE(Workers->reason.empty());
  }
  EXPECT_TRUE(llvm::is_contained(brief(R), "code.cpp:10 background-task"))
      << testing::PrintToString(brief(R));
}

} // namespace
} // namespace leasehold::test
