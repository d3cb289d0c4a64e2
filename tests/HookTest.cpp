//===- HookTest.cpp - pre-commit, and the recipes of docs/ci.md -----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cli.h"
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {
namespace {

namespace fs = std::filesystem;

/// A repository in project/, and the real pre-commit with our hook from hooks/.
class Hook : public Cli {
protected:
  Hook() {
    fs::create_directories(at("hooks"));
    fs::copy_file(LEASEHOLD_SOURCE_DIR "/.pre-commit-hooks.yaml",
                  at("hooks/.pre-commit-hooks.yaml"));
    repository("hooks");
    write("pg.h", "#pragma once\n" + Pg);
    write("a.cpp", "#include \"pg.h\"\nvoid b();\nvoid f(pg_conn *c) { b(); }\n");
    write("b.cpp", "void b() {}\n");
    database({"a.cpp", "b.cpp"});
    write(".gitignore", "build/\n");
    write(".pre-commit-config.yaml", "repos:\n- repo: file://" + at("hooks") +
                                         "\n  rev: v1\n  hooks:\n  - id: leasehold\n"
                                         "    args: [-p, build]\n");
    repository("project");
  }

  [[nodiscard]] std::string at(const std::string &Name) const { return D.path() + "/" + Name; }
  void write(const std::string &Name, const std::string &Text) const {
    (void)D.write("project/" + Name, Text);
  }
  void database(const Strings &Files) const {
    nlohmann::json All = nlohmann::json::array();
    for (const std::string &File : Files)
      All.push_back(
          {{"directory", at("project")}, {"file", File}, {"command", "c++ -std=c++20 -c " + File}});
    write("build/compile_commands.json", All.dump());
  }
  void git(const std::string &Below, Strings Arguments) const {
    Arguments.insert(Arguments.begin(),
                     {"git", "-c", "user.name=n", "-c", "user.email=e@x", "-C", at(Below)});
    Outcome O = run(Arguments);
    ASSERT_EQ(O.status, 0) << O.str();
  }
  void repository(const std::string &Below) const {
    git(Below, {"init", "-q"});
    git(Below, {"add", "-A"});
    git(Below, {"commit", "-q", "-m", "state"});
    git(Below, {"tag", "v1"});
  }
  /// `pre-commit run` of what is staged.
  [[nodiscard]] Outcome hook(const std::string &More = "") const {
    const std::string Bin = fs::path(LEASEHOLD_PROGRAM).parent_path().string();
    return run({"sh", "-c",
                "git add -A && PATH='" + Bin + "':\"$PATH\" PRE_COMMIT_HOME='" + at("cache") +
                    "' HOME='" + at("home") +
                    "' GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' "
                    "pre-commit run --color never " +
                    More},
               at("project"));
  }
  static void expectPasses(const Outcome &O) {
    EXPECT_EQ(O.status, 0) << O.str();
    EXPECT_NE(O.out.find("Passed"), std::string::npos) << O.str();
  }
  static void expectFails(const Outcome &O, const std::string &Says) {
    EXPECT_EQ(O.status, 1) << O.str();
    EXPECT_NE(O.out.find("Failed"), std::string::npos) << O.str();
    EXPECT_NE(O.out.find(Says), std::string::npos) << O.str();
  }
};

TEST_F(Hook, FailsForWhatIsStagedOnly) {
  write("a.cpp", "#include \"pg.h\"\nvoid b();\nvoid f(pg_conn *c) { b(); sleep(60); }\n");
  expectFails(hook(), "a.cpp:3:");
  git("project", {"commit", "-q", "-m", "as it is"});
  write("b.cpp", "void b() { int i = 0; (void)i; }\n");
  expectPasses(hook()); // the finding in a.cpp is not ours
  expectFails(hook("--all-files"), "a.cpp:3:");
  write("README", "no C++\n");
  git("project", {"commit", "-qam", "b"});
  EXPECT_NE(hook().out.find("Skipped"), std::string::npos);
}

TEST_F(Hook, SeesWhatDependsOnAStagedFile) {
  write("b.cpp", "#include \"pg.h\"\nvoid b() { sleep(60); }\n");
  expectFails(hook(), "a.cpp:3:");
}

TEST_F(Hook, TakesHeaders) {
  write("held.h", "#include \"pg.h\"\ninline void held(pg_conn *c) {}\n");
  write("a.cpp", "#include \"held.h\"\n");
  expectPasses(hook());
  git("project", {"commit", "-q", "-m", "a header"});
  write("held.h", "#include \"pg.h\"\ninline void held(pg_conn *c) { sleep(60); }\n");
  expectFails(hook(), "held.h:2:");
}

TEST_F(Hook, SaysHowToMakeACompileDatabase) {
  fs::remove_all(at("project/build"));
  write("b.cpp", "void b() { }\n");
  expectFails(hook(), "CMAKE_EXPORT_COMPILE_COMMANDS=ON");
}

TEST_F(Hook, WhatDoesNotCompileMattersWhereItIsStaged) {
  database({"a.cpp", "b.cpp", "broken.cpp"});
  write("broken.cpp", Broken);
  expectFails(hook(), "broken.cpp");
  git("project", {"commit", "-q", "-m", "broken"});
  write("b.cpp", "void b() { }\n");
  expectPasses(hook());
}

TEST_F(Hook, WhatIsKnownIsNotAnalysedAgain) {
  ASSERT_EQ(check({"--touching", "-p", "build", "b.cpp"}, "project").status, 0);
  write("b.cpp", "void b() { }\n");
  expectSays(check({"--touching", "-p", "build", "b.cpp"}, "project"), "1 unchanged");
}

TEST_F(Hook, TouchingWantsFilesAndADatabase) {
  Outcome O = check({"--touching", "-p", "build"}, "project");
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "name them");
  O = check({"--touching", "b.cpp", "--"}, "project");
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "needs a compile database");
}

//===----------------------------------------------------------------------===//
// Recipes
//===----------------------------------------------------------------------===//

/// The commands of docs/ci.md that run Leasehold, as they stand there.
std::vector<std::string> recipes() {
  std::ifstream In(LEASEHOLD_SOURCE_DIR "/docs/ci.md");
  std::vector<std::string> All;
  bool Code = false;
  const std::regex Command(
      R"(^[ ]*(?:- run: |- |sh ')?((?:leasehold|run-clang-tidy-22|git diff) .*?)'?$)");
  for (std::string Line; std::getline(In, Line);) {
    if (Line.starts_with("```")) {
      Code = !Code;
      continue;
    }
    std::smatch Found;
    if (!Code || !std::regex_match(Line, Found, Command))
      continue;
    std::string Text = Found[1];
    for (std::string Next; Text.ends_with("\\") && std::getline(In, Next);)
      Text = Text.substr(0, Text.size() - 1) + Next;
    All.push_back(Text);
  }
  return All;
}

/// Every recipe is run on a program of which a changed line has a finding.
TEST_F(Hook, RecipesRunAsTheyStand) {
  write("a.cpp", "#include \"pg.h\"\nvoid b();\nvoid f(pg_conn *c) { b(); sleep(60); }\n");
  git("project", {"branch", "origin/main"});
  git("project", {"commit", "-qam", "a change"});
  const fs::path Bin = fs::path(LEASEHOLD_PROGRAM).parent_path();
  const std::string Paths = "PATH='" + Bin.string() + "':\"$PATH\"; export GITHUB_BASE_REF=main; ";
  const std::vector<std::string> All = recipes();
  EXPECT_GE(All.size(), 8U);
  for (std::string Recipe : All) {
    SCOPED_TRACE(Recipe);
    // The script of LLVM 19 has no -warnings-as-errors, as the page says.
    if (LEASEHOLD_LLVM_MAJOR < 22 && Recipe.find("clang-tidy-diff") != std::string::npos)
      continue;
    if (Recipe.find("clang-tidy") != std::string::npos) {
      // The docs name the default LLVM and an installed module.
      Recipe =
          std::regex_replace(Recipe, std::regex("-22"), "-" + std::to_string(LEASEHOLD_LLVM_MAJOR));
      Recipe =
          std::regex_replace(Recipe, std::regex("leasehold-tidy-module.so"), LEASEHOLD_TIDY_MODULE);
    }
    const Outcome O = run({"sh", "-c", Paths + Recipe}, at("project"));
    const bool Silent = Recipe.find("--exit-zero") != std::string::npos;
    EXPECT_EQ(O.status == 0, Silent) << O.str();
    EXPECT_LT(O.status, 2) << O.str();
    std::smatch Written;
    if (std::regex_search(Recipe, Written, std::regex(" -o (\\S+)"))) {
      std::ifstream File(at("project/" + Written[1].str()));
      const std::string Text{std::istreambuf_iterator<char>(File), {}};
      EXPECT_NE(Text.find("slow-call"), std::string::npos) << O.str();
    } else {
      EXPECT_NE((O.out + O.err).find("slow-call"), std::string::npos) << O.str();
    }
  }
}

/// What CMake is asked for on the command line of docs/ci.md, in a project of its own.
TEST_F(Hook, CMakeRunsTheChecksWhileItBuilds) {
  write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.25)\nproject(p CXX)\n"
                          "add_library(p OBJECT a.cpp b.cpp)\n");
  write("a.cpp", "#include \"pg.h\"\nvoid b();\nvoid f(pg_conn *c) { b(); sleep(60); }\n");
  std::ifstream In(LEASEHOLD_SOURCE_DIR "/docs/ci.md");
  const std::string Text{std::istreambuf_iterator<char>(In), {}};
  std::smatch Found;
  ASSERT_TRUE(std::regex_search(Text, Found, std::regex("-DCMAKE_CXX_CLANG_TIDY=(\"[^\"]*\")")));
  const std::string Tidy = fs::path(LEASEHOLD_PROGRAM).parent_path().string();
  ASSERT_NE(Found[1].str().find("leasehold-tidy"), std::string::npos);
  const Outcome O = run({"sh", "-c",
                         "PATH='" + Tidy +
                             "':\"$PATH\"; " LEASEHOLD_CMAKE " -S . -B tidy -G Ninja "
                             "-DCMAKE_CXX_CLANG_TIDY=" +
                             Found[1].str() + " && " LEASEHOLD_CMAKE " --build tidy"},
                        at("project"));
  EXPECT_NE(O.status, 0) << O.str();
  EXPECT_NE(O.out.find("leasehold-slow-call"), std::string::npos) << O.str();
}

} // namespace
} // namespace leasehold::test
#endif // LEASEHOLD_PROGRAM
