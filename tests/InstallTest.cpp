//===- InstallTest.cpp - what is installed, and the packages --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Once as a tree that was moved after cmake --install, once as Debian packages that dpkg installs
// into a root directory with nothing in it but what they say that they depend on
// (tests/install/bare_root.py). LEASEHOLD_NO_PACKAGES=1 goes without the second.
//
//===----------------------------------------------------------------------===//

#include "Cli.h"
#include <cstdlib>
#include <unistd.h>

namespace leasehold::test {
namespace {

namespace fs = std::filesystem;

class Install : public testing::Test {
protected:
  [[nodiscard]] std::string at(const std::string &Name) const { return D.path() + "/" + Name; }

  static Outcome succeed(const Strings &Command, const std::string &Directory = {}) {
    Outcome O = run(Command, Directory);
    EXPECT_EQ(O.status, 0) << O.str();
    return O;
  }
  static void expectSaid(const Outcome &O, const std::string &Text) {
    EXPECT_NE(O.out.find(Text), std::string::npos) << "expected: " << Text << "\n" << O.str();
  }

  /// A program that uses the pool, by find_package, from this prefix.
  void buildWithThePool(const std::string &Prefix) const {
    succeed({LEASEHOLD_CMAKE, "-S", LEASEHOLD_SOURCE_DIR "/tests/pool/install", "-B", at("shop"),
             "-DCMAKE_PREFIX_PATH=" + Prefix, "-DCMAKE_CXX_COMPILER=" LEASEHOLD_COMPILER});
    succeed({LEASEHOLD_CMAKE, "--build", at("shop")});
    expectSaid(succeed({at("shop/shop")}), "42");
  }

  TemporaryDirectory D;
};

/// The tree, moved.
class Tree : public Install {
protected:
  Tree() {
    succeed({LEASEHOLD_CMAKE, "--install", LEASEHOLD_BUILD_DIR, "--prefix", at("first")});
    fs::rename(at("first"), at("then"));
  }
  [[nodiscard]] Outcome selfTest() const { return run({at("then/bin/leasehold"), "self-test"}); }
};

TEST_F(Tree, WorksWhereverItIs) {
  const Outcome O = selfTest();
  EXPECT_EQ(O.status, 0) << O.str();
  expectSaid(O, "Leasehold version " LEASEHOLD_VERSION "\n");
  for (const char *Face : {"ok    leasehold check     ", "ok    leasehold-tidy      ",
                           "ok    clang-tidy module   ", "ok    leasehold-clangd    "})
    expectSaid(O, Face + at("then"));
  for (const char *Page : {"leasehold", "leasehold-tidy", "leasehold-clangd", "leasehold-monitor"})
    EXPECT_TRUE(fs::exists(at("then/share/man/man1/") + Page + ".1.gz")) << Page;
  for (const char *Program : {"leasehold", "leasehold-monitor"}) {
    EXPECT_TRUE(fs::exists(at("then/share/bash-completion/completions/") + Program));
    EXPECT_TRUE(fs::exists(at("then/share/zsh/site-functions/_") + Program));
  }
  for (const char *File : {"BUILD", "WORKSPACE", "leasehold.bzl", "program.bzl", "step.sh"})
    EXPECT_TRUE(fs::exists(at("then/share/leasehold/bazel/") + File)) << File;
  EXPECT_EQ(access(at("then/share/leasehold/bazel/step.sh").c_str(), X_OK), 0);
  buildWithThePool(at("then"));
}

TEST_F(Tree, BringsTheChecksToABuild) {
  (void)D.write("user/CMakeLists.txt", "cmake_minimum_required(VERSION 3.21)\n"
                                       "project(User LANGUAGES CXX)\n"
                                       "set(CMAKE_EXPORT_COMPILE_COMMANDS ON)\n"
                                       "find_package(LeaseholdChecks REQUIRED)\n"
                                       "add_library(user bad.cpp)\n"
                                       "leasehold_add_checks(user)\n");
  (void)D.write("user/bad.cpp", Bad);
  succeed({LEASEHOLD_CMAKE, "-S", at("user"), "-B", at("user/build"),
           "-DCMAKE_PREFIX_PATH=" + at("then"), "-DCMAKE_CXX_COMPILER=" LEASEHOLD_COMPILER});
  const Outcome O =
      run({LEASEHOLD_CMAKE, "--build", at("user/build"), "--target", "user-leasehold"});
  EXPECT_NE(O.status, 0) << O.str();
  expectFindings(O, {Leak, Slow});
}

TEST_F(Tree, PrefersTheHeadersThatItBrings) {
  // clang's own that are beside the program, not those of the system: here, none at all.
  (void)D.write("then/lib/clang/" + std::to_string(LEASEHOLD_LLVM_MAJOR) + "/include/stddef.h",
                "#error ours\n");
  const std::string File = D.write("a.cpp", "#include <stddef.h>\n");
  Outcome O = run({at("then/bin/leasehold"), "check", File, "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "ours");
  O = run({at("then/bin/leasehold-tidy"), File, "--"});
  expectSaid(O, "ours");
}

TEST_F(Tree, SaysWhatIsMissing) {
  const std::string Module =
      at("then/lib/leasehold/llvm-" + std::to_string(LEASEHOLD_LLVM_MAJOR)) + "/leasehold-tidy-";
  fs::remove(Module + "checks-" + std::to_string(LEASEHOLD_LLVM_MAJOR) + ".so");
  fs::remove(at("then/bin/leasehold-tidy"));
  fs::permissions(at("then/bin/leasehold-clangd"), fs::perms::owner_read);
  Outcome O = selfTest();
  EXPECT_EQ(O.status, 1) << O.str();
  expectSaid(O, "ok    leasehold check ");
  expectSaid(O, "FAIL  leasehold-tidy      " + at("then/bin/leasehold-tidy") +
                    "\n      it is not there\n      To mend it: install the package leasehold");
  expectSaid(O, "FAIL  clang-tidy module   " + Module + "module.so in ");
  expectSaid(O, "cannot load the checks that belong beside the module");
  expectSaid(O, "chmod +x " + at("then/bin/leasehold-clangd"));

  // Of another version; with a library that is not here; and one that says nothing of use.
  (void)D.write("then/bin/leasehold-tidy", "#!/bin/sh\necho leasehold-tidy version 0.0.1\n");
  (void)D.write("then/bin/leasehold-clangd",
                "#!/bin/sh\necho leasehold-clangd version " LEASEHOLD_VERSION "\n"
                "case $1 in --version) ;; *) echo 'x: error while loading shared libraries: "
                "libclang-cpp.so.22.1: cannot open shared object file'; exit 127;; esac\n");
  for (const char *Host : {"leasehold-tidy", "leasehold-clangd"})
    fs::permissions(at("then/bin/") + Host, fs::perms::owner_all);
  O = selfTest();
  EXPECT_EQ(O.status, 1) << O.str();
  expectSaid(O, "it is of another version than leasehold, which is " LEASEHOLD_VERSION);
  expectSaid(O, "it needs the library libclang-cpp.so.22.1, which is not here\n"
                "      To mend it: install libclang-cpp22.");

  // A clang-tidy that is nearly the right one.
  const std::string ClangTidy = D.write(
      "path/clang-tidy-" + std::to_string(LEASEHOLD_LLVM_MAJOR),
      "#!/bin/sh\ncase $1 in --version) echo LLVM version " + std::to_string(LEASEHOLD_LLVM_MAJOR) +
          ".0.0;; *) echo 'leasehold: this module was built for clang 2, but is loaded "
          "into clang 1: use the module built for it, or clang-tidy 2' >&2; exit 1;; esac\n");
  fs::permissions(ClangTidy, fs::perms::owner_all);
  O = run({"/usr/bin/env", "PATH=" + at("path") + ":/usr/bin:/bin", at("then/bin/leasehold"),
           "self-test"});
  expectSaid(O, "      this module was built for clang 2, but is loaded into clang 1\n"
                "      To mend it: use the module built for it, or clang-tidy 2.\n");

  O = run(
      {"/usr/bin/env", "LEASEHOLD_RESOURCE_DIR=/nowhere", at("then/bin/leasehold"), "self-test"});
  EXPECT_EQ(O.status, 1) << O.str();
  expectSaid(O, "FAIL  leasehold check ");
  expectSaid(O, "To mend it: install libclang-common-" + std::to_string(LEASEHOLD_LLVM_MAJOR) +
                    "-dev, or say where they are");
  O = run({"/usr/bin/env", "TMPDIR=/nowhere", at("then/bin/leasehold"), "self-test"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "TMPDIR");
}

/// As root: a root directory of our own.
class Packages : public Install {
protected:
  [[nodiscard]] Outcome within(const Strings &Command) const {
    Strings All{"unshare",
                "--mount",
                "sh",
                "-c",
                "mount --rbind /proc \"$0/proc\" && mount --bind /dev/null \"$0/dev/null\" && "
                "exec chroot \"$0\" \"$@\"",
                at("root")};
    All.insert(All.end(), Command.begin(), Command.end());
    return run(All);
  }
  void fill(Strings Packages) const {
    Packages.insert(Packages.begin(),
                    {"python3", LEASEHOLD_SOURCE_DIR "/tests/install/bare_root.py", at("root")});
    succeed(Packages);
  }
};

TEST_F(Packages, WorkOnABareRoot) {
  if (std::getenv("LEASEHOLD_NO_PACKAGES"))
    GTEST_SKIP() << "LEASEHOLD_NO_PACKAGES is set";
  if (geteuid() != 0)
    GTEST_SKIP() << "dpkg and chroot need root";
  succeed({LEASEHOLD_CPACK, "-G", "DEB", "--config", LEASEHOLD_BUILD_DIR "/CPackConfig.cmake", "-B",
           at("made")});
  Strings Made;
  for (const auto &Entry : fs::directory_iterator(at("made")))
    if (Entry.path().extension() == ".deb")
      Made.push_back(Entry.path());
  ASSERT_EQ(Made.size(), 3U) << "leasehold, libleasehold-dev, leasehold-monitor";

  Strings Lintian{"lintian", "--allow-root", "--fail-on", "error"};
  Lintian.insert(Lintian.end(), Made.begin(), Made.end());
  succeed(Lintian);

  fill(Made);
  const std::string Release = std::to_string(LEASEHOLD_LLVM_MAJOR);
  Outcome O = within({"/usr/bin/leasehold", "self-test"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectSaid(O, "ok    leasehold check     /usr/bin/leasehold\n");
  expectSaid(O, "ok    leasehold-tidy      /usr/bin/leasehold-tidy\n");
  expectSaid(O, "-     clang-tidy module   /usr/lib/leasehold/llvm-" + Release);
  expectSaid(O, "install clang-tidy-" + Release);
  expectSaid(O, "ok    leasehold-clangd    /usr/bin/leasehold-clangd\n");
  O = within({"/usr/bin/leasehold-monitor", "--version"});
  EXPECT_EQ(O.out, "leasehold-monitor version " LEASEHOLD_VERSION "\n");
  buildWithThePool(at("root/usr"));
  // Where Debian's shells and man look for them.
  for (const char *Place : {"bash-completion/completions/leasehold", "man/man1/leasehold.1.gz",
                            "zsh/vendor-completions/_leasehold"})
    EXPECT_TRUE(fs::exists(at("root/usr/share/") + Place)) << Place;

  // With what is recommended.
  fill({"clang-tidy-" + Release});
  O = within({"/usr/bin/leasehold", "self-test"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectSaid(O, "ok    clang-tidy module   /usr/lib/leasehold/llvm-" + Release);

  // And gone again.
  succeed({"dpkg", "--root=" + at("root"), "--remove", "leasehold", "libleasehold-dev",
           "leasehold-monitor"});
  for (const auto &Entry : fs::recursive_directory_iterator(at("root/usr")))
    EXPECT_EQ(Entry.path().filename().string().find("leasehold"), std::string::npos)
        << Entry.path();
}

} // namespace
} // namespace leasehold::test
