//===- StoreTest.cpp - facts on disk, and what is not done twice ----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Store.h"
#include "EveryEffect.h"
#include "Process.h"
#include "program/Driver.h"
#include "program/Frontend.h"
#include "program/Link.h"
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <thread>

namespace leasehold::test {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

const std::string Pg = "extern \"C\" { struct pg_conn; pg_conn *PQconnectdb(const char *);\n"
                       "void PQfinish(pg_conn *); unsigned sleep(unsigned); }\n";

std::string read(const fs::path &Path) {
  std::ifstream In(Path, std::ios::binary);
  std::ostringstream Out;
  Out << In.rdbuf();
  return Out.str();
}

class Cache : public testing::Test {
protected:
  Cache() {
    Options.resourceDir = defaultResourceDir();
    Options.threads = 2;
    Options.factsDirectory = D.path() + "/.leasehold";
    // a holds a session while b calls c, which sleeps; d has nothing to do with them.
    write("a.cpp", Pg + "void b();\nvoid f(pg_conn *c) { b(); }\n");
    write("b.cpp", "#include \"b.h\"\nvoid b() { c(); }\n");
    write("b.h", "void c();\n");
    write("c.cpp", "#include \"b.h\"\n" + Pg + "void c() { sleep(60); }\n");
    write("d.cpp", Pg + "void d() { PQconnectdb(\"\"); }\n");
  }

  void write(const std::string &Name, const std::string &Text) const { (void)D.write(Name, Text); }

  [[nodiscard]] DriverResult run(const Strings &Names = {"a.cpp", "b.cpp", "c.cpp",
                                                         "d.cpp"}) const {
    Strings Paths;
    for (const std::string &Name : Names)
      Paths.push_back(D.path() + "/" + Name);
    return runProgram(clang::tooling::FixedCompilationDatabase(D.path(), {"-std=c++20"}), Paths,
                      Options);
  }

  /// `a.cpp:4 slow-call < c.cpp:4` for each: where, what, and where its path ends.
  [[nodiscard]] Strings brief(const DriverResult &R) const {
    auto Place = [&](const Location &L) {
      return L.file.substr(D.path().size() + 1) + ":" + std::to_string(L.line);
    };
    Strings Out;
    for (const leasehold::Diagnostic &F : R.diagnostics)
      Out.push_back(Place(F.at) + " " + F.check.substr(std::string("leasehold-").size()) +
                    (F.notes.empty() ? "" : " < " + Place(F.notes.back().at)));
    return Out;
  }

  [[nodiscard]] std::vector<fs::path> units() const {
    std::vector<fs::path> Out;
    for (const auto &Each : fs::directory_iterator(D.path() + "/.leasehold/units"))
      Out.push_back(Each.path());
    return Out;
  }
  [[nodiscard]] std::string program() const { return read(D.path() + "/.leasehold/program.facts"); }

  const Strings All{"a.cpp:4 slow-call < c.cpp:4", "d.cpp:3 unguarded-acquire < d.cpp:3"};
  TemporaryDirectory D;
  DriverOptions Options;
};

TEST_F(Cache, NothingIsDoneTwice) {
  DriverResult First = run();
  EXPECT_EQ(brief(First), All);
  EXPECT_EQ(First.analysed(), 4U);
  DriverResult Second = run();
  EXPECT_EQ(brief(Second), All);
  EXPECT_EQ(Second.analysed(), 0U);
  EXPECT_EQ(Second.functions(), First.functions());
  EXPECT_EQ(Second.diagnostics[0].at.sourceLine, "void f(pg_conn *c) { b(); }");
}

TEST_F(Cache, AChangeConcernsItsUsersOnly) {
  (void)run();
  write("d.cpp", Pg + "void d() { }\n");
  DriverResult R = run();
  EXPECT_EQ(R.analysed(), 1U) << "nobody uses d";
  EXPECT_EQ(brief(R), Strings{All[0]});

  write("c.cpp", "#include \"b.h\"\nvoid c() {}\n");
  R = run();
  EXPECT_EQ(R.analysed(), 1U) << "what a is without a slow call was seen before it was told of one";
  EXPECT_EQ(brief(R), Strings{});

  write("b.h", "\nvoid c();\n");
  EXPECT_EQ(run().analysed(), 2U) << "b and c read the header";

  write("c.cpp", "#include \"b.h\"\n" + Pg + "void c() { sleep(70); }\n");
  R = run();
  EXPECT_EQ(R.analysed(), 1U) << "b calls c in the line where it did, so a was told this before";
  EXPECT_EQ(brief(R), Strings{All[0]});
}

TEST_F(Cache, WitnessesMoveWithTheirLines) {
  (void)run();
  write("c.cpp", "#include \"b.h\"\n" + Pg + "\n\n\nvoid c() { sleep(60); }\n");
  DriverResult R = run();
  EXPECT_EQ(brief(R), (Strings{"a.cpp:4 slow-call < c.cpp:7", All[1]}));
  EXPECT_EQ(R.diagnostics[0].notes.back().at.sourceLine, "void c() { sleep(60); }");
}

TEST_F(Cache, OptionsAndModelsAreAsked) {
  (void)run();
  Options.analysis.flow.minSlow = uint64_t{120'000} * 1'000'000;
  EXPECT_EQ(brief(run()), Strings{All[1]}) << "a minute is not slow any more";
}

TEST_F(Cache, WhatIsDamagedIsWrittenAnew) {
  (void)run();
  const std::string Right = program();
  // leasehold KIND FORMAT VERSION DIGEST
  auto format = [](const std::string &T) { return T.find(' ', T.find(' ') + 1) + 1; };
  const std::vector<std::function<std::string(std::string)>> Damages{
      [](const std::string &) { return ""; },
      [](const std::string &) { return "\n\n\n"; },
      [](const std::string &T) { return T.substr(0, T.size() / 2); },
      [](std::string T) {
        T[T.size() / 2] ^= 1;
        return T;
      },
      [&](std::string T) { return T.replace(format(T), 1, "0"); },        // of another format
      [&](std::string T) { return T.replace(format(T) + 2, 4, "0000"); }, // another version
  };
  for (const auto &Damage : Damages) {
    for (const fs::path &Path : units()) {
      const std::string Text = read(Path);
      std::ofstream(Path, std::ios::binary) << Damage(Text);
    }
    std::ofstream(D.path() + "/.leasehold/program.facts") << Damage(Right);
    DriverResult R = run();
    EXPECT_EQ(brief(R), All);
    EXPECT_EQ(R.analysed(), 4U);
    EXPECT_EQ(program(), Right);
    EXPECT_EQ(run().analysed(), 0U);
  }
}

TEST_F(Cache, HowLongAFunctionWaitsIsKnownElsewhere) {
  // Its first parameter says it, in a unit of its own.
  const std::string Nap = "#include <chrono>\nvoid nap(std::chrono::milliseconds m);\n";
  write("a.cpp", Nap + "extern \"C\" { struct pg_conn; }\n"
                       "void f(pg_conn *c) { nap(std::chrono::milliseconds(1)); }\n"
                       "void g(pg_conn *c) { nap(std::chrono::milliseconds(1000)); }\n");
  write("c.cpp", Nap +
                     "#include <thread>\n"
                     "void nap(std::chrono::milliseconds m) { std::this_thread::sleep_for(m); }\n");
  EXPECT_EQ(brief(run({"a.cpp", "c.cpp"})), Strings{"a.cpp:5 slow-call < c.cpp:4"});
}

TEST_F(Cache, TwoRunsAtOnce) {
  std::vector<DriverResult> Results(4);
  {
    std::vector<std::jthread> Threads;
    Threads.reserve(Results.size());
    for (DriverResult &R : Results)
      Threads.emplace_back([&] { R = run(); });
  }
  for (const DriverResult &R : Results) {
    EXPECT_EQ(brief(R), All);
    EXPECT_EQ(R.storeProblem, "");
  }
  EXPECT_EQ(units().size(), 4U) << "and nothing is left over";
  EXPECT_EQ(run().analysed(), 0U);
}

TEST_F(Cache, TheOrderOfTheFilesDoesNotMatter) {
  (void)run();
  const std::string Right = program();
  for (const Strings &Order :
       {Strings{"d.cpp", "c.cpp", "b.cpp", "a.cpp"}, Strings{"b.cpp", "d.cpp", "a.cpp", "c.cpp"}})
    for (unsigned Threads : {1U, 4U}) {
      fs::remove_all(Options.factsDirectory);
      Options.threads = Threads;
      EXPECT_EQ(brief(run(Order)), All);
      EXPECT_EQ(program(), Right);
    }
}

TEST_F(Cache, OneFileSeesTheProgram) {
  Options.wholeProgram = false;
  EXPECT_EQ(brief(run({"a.cpp"})), Strings{}) << "nothing is linked yet";
  Options.wholeProgram = true;
  (void)run();
  const std::string Right = program();
  Options.wholeProgram = false;
  EXPECT_EQ(brief(run({"a.cpp"})), Strings{All[0]});
  EXPECT_EQ(program(), Right) << "one file is not the program";
  Options.wholeProgram = true;
  EXPECT_EQ(run().analysed(), 0U) << "and the others' records are still there";
}

TEST_F(Cache, FilesThatGoAreForgotten) {
  (void)run();
  DriverResult R = run({"a.cpp", "b.cpp"});
  EXPECT_EQ(brief(R), Strings{});
  EXPECT_EQ(units().size(), 2U);
}

TEST_F(Cache, WhatDoesNotCompileIsTriedAgain) {
  write("d.cpp", "#include \"later.h\"\n" + Pg + "void d() { PQconnectdb(\"\"); }\n");
  EXPECT_EQ(run().failed(), 1U);
  write("later.h", "");
  DriverResult R = run();
  EXPECT_EQ(R.failed(), 0U);
  EXPECT_EQ(R.analysed(), 1U);
}

TEST_F(Cache, NoDirectoryIsNoFailure) {
  write("file", "");
  Options.factsDirectory = D.path() + "/file/.leasehold";
  DriverResult R = run();
  EXPECT_EQ(brief(R), All);
  EXPECT_NE(R.storeProblem.find("file/.leasehold/units"), std::string::npos) << R.storeProblem;
}

//===----------------------------------------------------------------------===//
// What is in the files
//===----------------------------------------------------------------------===//

TEST(Facts, AreReadAsTheyWereWritten) {
  for (const Effects &E : {Effects{}, everyEffect()}) {
    const std::string Text = encode(E);
    std::optional<Effects> Read = decode(Text);
    ASSERT_TRUE(Read) << Text;
    EXPECT_EQ(encode(*Read), Text);
  }
}

TEST(Facts, WhatIsThereIsKeptEvenIfItSaysNothingMore) {
  // As of a function that passes its first parameter to std::this_thread::sleep_for.
  Effects E;
  E.blocks = Blocking{"sleep", "sleeps", Duration{0, 0}, {}, false, false, {}};
  const std::optional<Effects> Read = decode(encode(E));
  ASSERT_TRUE(Read && Read->blocks);
  EXPECT_TRUE(Read->blocks->duration);
}

TEST(Facts, WhatIsNoFactIsRefused) {
  const std::string Text = encode(everyEffect());
  for (size_t Cut = 0; Cut < Text.size(); ++Cut)
    EXPECT_FALSE(decode(llvm::StringRef(Text).take_front(Cut))) << Cut;
  for (const char *Wrong :
       {"[]", "7", "{\"blocks\":7}", "{\"releases\":[\"that\"]}", "{\"releases\":{}}",
        "{\"releases\":[-1]}", "{\"releases\":[1e9]}", "{\"releases\":[[]]}",
        "{\"acquires\":[{\"to\":1,\"failure\":9}]}", "{\"txn\":[{\"kind\":5,\"on\":1}]}",
        "{\"throw_chain\":[[\"f\",1]]}", "{\"nonblocking\":\"yes\"}", "{\"throws\":[1]}"})
    EXPECT_FALSE(decode(Wrong)) << Wrong;
  // Whatever a byte is, it is read or refused; the sanitizers look on.
  for (size_t I = 0; I < Text.size(); I += 3)
    for (char C : {'"', '{', '9', '\xff'}) {
      std::string Changed = Text;
      Changed[I] = C;
      (void)decode(Changed);
    }
}

TEST_F(Cache, WhatIsNoRecordIsRefused) {
  (void)run();
  const std::string File = read(units().front());
  const size_t Start = File.find('\n') + 1;
  const std::string Text = File.substr(Start, File.find('\n', Start) - Start);
  ASSERT_TRUE(recordFromJson(Text));
  EXPECT_EQ(toJson(*recordFromJson(Text)), Text);
  for (size_t I = 0; I < Text.size(); I += 7)
    EXPECT_FALSE(recordFromJson(llvm::StringRef(Text).take_front(I))) << I;
  for (size_t I = 0; I < Text.size(); I += 3)
    for (char C : {'"', '[', '9', '\xff'}) {
      std::string Changed = Text;
      Changed[I] = C;
      if (std::optional<Record> R = recordFromJson(Changed)) {
        Link L;
        L.set(0, *R);
        L.join();
      }
    }
}

TEST_F(Cache, ProgramsAreReadLineByLine) {
  std::string Problem;
  EXPECT_FALSE(ProgramFacts::open(D.path() + "/none", Problem));
  EXPECT_NE(Problem, "");
  std::vector<Effects> Facts(300);
  for (unsigned I = 0; I < Facts.size(); ++I)
    Facts[I].releases = {Slot::param(I)};
  for (unsigned Count : {0U, 1U, 2U, 3U, 300U}) {
    std::vector<std::string> Names;
    std::string Text;
    for (unsigned I = 0; I < Count; ++I) {
      Names.push_back("c:@F@f" + std::to_string(1000 + I * 2));
      Text += Names.back() + "\t" + encode(Facts[I]) + "\n";
    }
    const std::string Path = D.path() + "/p.facts";
    ASSERT_EQ(writeSealed(Path, ProgramKind, "v", Text), std::nullopt);
    auto Program = ProgramFacts::open(Path, Problem);
    ASSERT_TRUE(Program) << Problem;
    for (unsigned I = 0; I < Count; ++I) {
      const FunctionFact *F = Program->find(Names[I]);
      ASSERT_TRUE(F) << Names[I];
      EXPECT_EQ(F->full, digest(encode(Facts[I])));
      EXPECT_FALSE(Program->find("c:@F@f" + std::to_string(1001 + I * 2)));
    }
    EXPECT_FALSE(Program->find(""));
    EXPECT_FALSE(Program->find("zzz"));
  }
}

} // namespace
} // namespace leasehold::test
