//===- BazelTest.cpp - the steps of a build, as Bazel takes them ----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The real Bazel, of Debian's package bazel-bootstrap, with the lines of docs/ci.md and without a
// network: the rules that Bazel 4 would download are stubs that name its own.
//
//===----------------------------------------------------------------------===//

#include "Cli.h"
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

namespace leasehold::test {
namespace {

namespace fs = std::filesystem;

using Steps = std::set<std::string>;

/// The block of docs/ci.md's section on Bazel that begins with this line.
std::string fromThePage(const std::string &First) {
  std::ifstream In(LEASEHOLD_SOURCE_DIR "/docs/ci.md");
  const std::string All{std::istreambuf_iterator<char>(In), {}};
  const size_t Section = All.find("\n## Bazel\n");
  const size_t Begin = All.find("\n" + First, Section);
  const size_t End = All.find("\n```\n", Begin);
  if (Section == std::string::npos || Begin == std::string::npos || End == std::string::npos)
    return {};
  return All.substr(Begin + 1, End - Begin);
}

/// A session is acquired in db/open.cpp, something sleeps in jobs/jobs.cpp, and shop/shop.cpp has
/// them meet.
class Bazel : public Cli {
protected:
  void SetUp() override {
    const Outcome O = run({"bazel", "--version"});
    // What Debian's says of itself, which is 4.2.
    if (!O.out.starts_with("bazel no_version") && !O.out.starts_with("bazel 4."))
      GTEST_SKIP() << "no Bazel 4 here, which these stubs are for: install bazel-bootstrap";
    // As installed.
    fs::create_directories(at("prefix/share/leasehold"));
    fs::copy(LEASEHOLD_SOURCE_DIR "/tool/bazel", at("prefix/share/leasehold/bazel"),
             fs::copy_options::recursive);
    fs::create_directories(at("prefix/bin"));
    fs::create_symlink(LEASEHOLD_PROGRAM, at("prefix/bin/leasehold"));

    std::string Workspace = fromThePage("# WORKSPACE\n");
    const std::string Path = "/usr/share/leasehold/bazel";
    ASSERT_NE(Workspace.find(Path), std::string::npos) << Workspace;
    Workspace.replace(Workspace.find(Path), Path.size(), at("prefix/share/leasehold/bazel"));
    for (const char *Stub : {"rules_cc", "rules_java", "remote_coverage_tools"}) {
      (void)D.write(Stub + std::string("/WORKSPACE"), "");
      Workspace +=
          "local_repository(name = \"" + std::string(Stub) + "\", path = \"" + at(Stub) + "\")\n";
    }
    stub("rules_cc/cc",
         {"cc_library", "cc_binary", "cc_test", "cc_toolchain", "cc_toolchain_suite"});
    stub("rules_java/java", {"java_import", "java_runtime", "java_toolchain"});
    (void)D.write("remote_coverage_tools/BUILD", "filegroup(name = \"coverage_report_generator\", "
                                                 "visibility = [\"//visibility:public\"])\n");
    write("WORKSPACE", Workspace);
    const std::string Settings = fromThePage("# .bazelrc\n");
    ASSERT_NE(Settings, "");
    write(".bazelrc", Settings + "build --nosandbox_debug --noshow_progress --jobs=2\n");

    write("BUILD", "filegroup(name = \"config\", srcs = glob([\".leasehold.json\"]))\n"
                   "exports_files([\"models.json\"])\n");
    write("db/BUILD", "cc_library(name = \"db\", srcs = [\"open.cpp\"], "
                      "hdrs = [\"open.h\", \"pg.h\"], visibility = [\"//visibility:public\"])\n");
    write("db/pg.h", "#pragma once\n" + Pg);
    write("db/open.h", "#include \"pg.h\"\npg_conn *open();\n");
    write("db/open.cpp", "#include \"open.h\"\npg_conn *open() { return PQconnectdb(\"\"); }\n");
    write("jobs/BUILD",
          "cc_library(name = \"jobs\", srcs = [\"jobs.cpp\", \"private.h\"], hdrs = [\"jobs.h\"], "
          "local_defines = [\"LONG=60\"], deps = [\"//db\"], "
          "visibility = [\"//visibility:public\"])\n");
    write("jobs/jobs.h", "void work();\n");
    write("jobs/private.h", "#include \"../db/pg.h\"\n");
    write("jobs/jobs.cpp", "#include \"jobs.h\"\n#include \"jobs/private.h\"\n"
                           "void work() { sleep(LONG); }\n");
    write("shop/BUILD", "cc_binary(name = \"shop\", srcs = [\"shop.cpp\", \"other.cpp\"], "
                        "copts = [\"-std=c++20\"], deps = [\"//db\", \"//jobs\"])\n");
    write("shop/other.cpp", "int other() { return 0; }\n");
    write("shop/shop.cpp", BadShop);
  }
  ~Bazel() override {
    if (fs::exists(at("bazel")))
      (void)run(command({"shutdown"}), at("project"));
  }

  [[nodiscard]] std::string at(const std::string &Name) const { return D.path() + "/" + Name; }
  void write(const std::string &Name, const std::string &Text) const {
    (void)D.write("project/" + Name, Text);
  }
  void stub(const std::string &Directory, const Strings &Rules) const {
    std::string Text;
    for (const std::string &Rule : Rules)
      Text += Rule + " = native." + Rule + "\n";
    (void)D.write(Directory + "/BUILD", "");
    (void)D.write(Directory + "/defs.bzl", Text);
  }
  [[nodiscard]] Strings command(const Strings &More) const {
    Strings All{"env",        "-u", "LEASEHOLD", "bazel", "--output_user_root=" + at("bazel"),
                "--nohome_rc"};
    All.insert(All.end(), More.begin(), More.end());
    return All;
  }
  /// The command of the page, with its steps said.
  [[nodiscard]] Outcome build(const Strings &More = {}) const {
    std::istringstream Words(fromThePage("bazel build"));
    Strings All;
    std::string Word;
    for (Words >> Word; Words >> Word;)
      All.push_back(Word);
    All.emplace_back("-s");
    All.insert(All.end(), More.begin(), More.end());
    return run(command(All), at("project"));
  }

  /// What Bazel ran, as "summarizing db/open.cpp (1) of //db:db".
  static Steps steps(const Outcome &O) {
    static const std::regex Step("SUBCOMMAND: # \\S+ \\[action 'Leasehold: ([^']*)'");
    Steps All;
    for (std::sregex_iterator I(O.err.begin(), O.err.end(), Step), End; I != End; ++I)
      All.insert((*I)[1]);
    return All;
  }
  static void expectFound(const Outcome &O, const std::vector<Place> &Expected) {
    EXPECT_EQ(compare(Expected, findings(diagnostics(O.err))), "") << O.str();
  }
  void expectPasses(const Outcome &O) const {
    EXPECT_EQ(O.status, 0) << O.str();
    expectFound(O, {});
  }
  void expectFails(const Outcome &O) const {
    EXPECT_EQ(O.status, 1) << O.str();
    expectFound(O, {Held});
  }

  const std::string BadShop = "#include \"db/open.h\"\n#include \"jobs/jobs.h\"\nvoid serve() {\n"
                              "  pg_conn *c = open();\n  work();\n  PQfinish(c);\n}\n"
                              "int main() { serve(); }\n";
  const std::string GoodShop = "#include \"db/open.h\"\n#include \"jobs/jobs.h\"\nvoid serve() {\n"
                               "  pg_conn *c = open();\n  PQfinish(c);\n  work();\n}\n"
                               "int main() { serve(); }\n";
  const Place Held{"shop.cpp", 5, "slow-call", ""};
};

TEST_F(Bazel, FindsAcrossFilesAndRunsOnlyWhatChanged) {
  Outcome O = build();
  expectFails(O);
  expectSays(O, "jobs/jobs.cpp:3:15: note: sleeps here");
  expectFails(build()); // though nothing has changed

  write("shop/shop.cpp", GoodShop);
  O = build();
  expectPasses(O);
  EXPECT_EQ(steps(O).count("summarizing shop/shop.cpp (1) of //shop:shop"), 1U) << O.str();
  EXPECT_EQ(steps(O).count("summarizing jobs/jobs.cpp (1) of //jobs:jobs"), 0U) << O.str();
  O = build();
  expectPasses(O);
  EXPECT_EQ(steps(O), Steps{}) << O.str();
  (void)run(command({"shutdown"}), at("project"));
  EXPECT_EQ(steps(build()), Steps{}) << "another server";

  // Which says the same.
  write("jobs/private.h", "#include \"../db/pg.h\" // really\n");
  O = build();
  expectPasses(O);
  EXPECT_EQ(steps(O),
            (Steps{"summarizing jobs/jobs.cpp (1) of //jobs:jobs", "linking (1) //jobs:jobs",
                   "summarizing jobs/jobs.cpp (2) of //jobs:jobs", "linking (2) //jobs:jobs",
                   "checking jobs/jobs.cpp of //jobs:jobs", "linking (1) //shop:shop",
                   "linking (2) //shop:shop"}))
      << O.str();
  // Which jobs.cpp may include, and does not.
  write("db/open.h", "#include \"pg.h\"\npg_conn *open(); // really\n");
  O = build();
  expectPasses(O);
  EXPECT_EQ(steps(O).count("summarizing shop/shop.cpp (1) of //shop:shop"), 1U) << O.str();
  EXPECT_EQ(steps(O).count("summarizing shop/other.cpp (1) of //shop:shop"), 0U) << O.str();
  EXPECT_EQ(steps(O).count("summarizing jobs/jobs.cpp (1) of //jobs:jobs"), 0U) << O.str();
  // Read through "..".
  write("db/pg.h", "#pragma once // really\n" + Pg);
  O = build();
  EXPECT_EQ(steps(O).count("summarizing jobs/jobs.cpp (1) of //jobs:jobs"), 1U) << O.str();
  EXPECT_EQ(steps(O).count("summarizing shop/other.cpp (1) of //shop:shop"), 0U) << O.str();

  // It sleeps no more; the program with the mistake is none.
  write("jobs/jobs.cpp", "void work() {}\n");
  write("shop/shop.cpp", BadShop);
  expectPasses(build());
  write("jobs/jobs.cpp", "#include \"jobs/private.h\"\nvoid work() { sleep(LONG); }\n");
  O = build();
  expectFails(O);
  EXPECT_EQ(steps(O).count("summarizing shop/shop.cpp (1) of //shop:shop"), 0U) << O.str();
  EXPECT_EQ(steps(O).count("checking shop/shop.cpp of //shop:shop"), 1U) << O.str();
}

TEST_F(Bazel, Caches) {
  write("shop/shop.cpp", GoodShop);
  const std::string Cache = "--disk_cache=" + at("cache");
  expectPasses(build({Cache}));
  // Another directory, and nothing in it.
  fs::rename(at("project"), at("moved"));
  fs::create_directory(at("project"));
  fs::copy(at("moved"), at("project"),
           fs::copy_options::recursive | fs::copy_options::skip_symlinks);
  (void)run(command({"clean", "--expunge"}), at("project"));
  const Outcome O = build({Cache});
  expectPasses(O);
  EXPECT_TRUE(
      std::regex_search(O.err, std::regex("processes: \\d+ remote cache hit, \\d+ internal")))
      << O.str();
}

TEST_F(Bazel, TakesSettings) {
  const Outcome O = build({"--@leasehold//:exit_zero"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectFound(O, {Held});
  expectPasses(build({"--@leasehold//:checks=leasehold-suspend,leasehold-unguarded-acquire"}));
  expectPasses(build({"--@leasehold//:options=--level bug --min-slow-ms 70000"}));
  expectFails(build({"--@leasehold//:rounds=3"}));
  expectPasses(build({"--output_groups=-leasehold,+leasehold_findings"}));
  std::ifstream File(at("project/bazel-bin/shop/shop.leasehold/shop/shop.cpp.findings"));
  const std::string Text{std::istreambuf_iterator<char>(File), {}};
  EXPECT_EQ(compare({Held}, findings(diagnostics(Text))), "") << Text;

  const std::string Config = "--@leasehold//:config=//:config";
  expectFails(build({Config}));
  write(".leasehold.json", R"({"paths": [{"glob": "shop/*", "quiet": true}]})");
  expectPasses(build({Config}));
  write(".leasehold.json", R"({"paths": [{"glob": "db/*", "quiet": true}]})");
  expectFails(build({Config}));

  write("models.json", R"({"library": "own", "functions": [{"name": "other", )"
                       R"("blocks": {"kind": "wait", "what": "naps"}}]})");
  write("shop/other.cpp", "#include \"db/pg.h\"\nint other();\nvoid f(pg_conn *c) { other(); }\n");
  const Outcome Own = build({"--@leasehold//:models=//:models.json"});
  EXPECT_EQ(Own.status, 1) << Own.str();
  expectFound(Own, {Held, {"other.cpp", 3, "slow-call", ""}});

  write("shop/BUILD", "cc_binary(name = \"shop\", srcs = [\"shop.cpp\"], "
                      "deps = [\"//db\", \"//jobs\"], tags = [\"no-leasehold\"])\n");
  expectPasses(build());
  // A file that does not compile is not just without findings.
  write("shop/BUILD", "cc_test(name = \"shop\", srcs = [\"broken.cpp\"])\n");
  write("shop/broken.cpp", Broken);
  const Outcome None = build();
  EXPECT_EQ(None.status, 1) << None.str();
  expectSays(None, "shop/broken.cpp: does not compile");
}

TEST_F(Bazel, SaysWhenThereIsNoProgram) {
  const Outcome O = build({"--repo_env=LEASEHOLD=/nowhere/leasehold"});
  EXPECT_NE(O.status, 0) << O.str();
  expectSays(O, "no program leasehold: there is no /nowhere/leasehold.\nInstall it");
  expectFails(build({std::string("--repo_env=LEASEHOLD=") + LEASEHOLD_PROGRAM}));
}

} // namespace
} // namespace leasehold::test
