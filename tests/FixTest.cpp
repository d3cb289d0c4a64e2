//===- FixTest.cpp - leasehold fix, and the same edits in other faces -----===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a fix promises: the file compiles, the finding is gone, and applying it again changes
// nothing.
//
//===----------------------------------------------------------------------===//

#include "Process.h"
#include "TestPaths.h"
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {
namespace {

using Strings = std::vector<std::string>;

const std::string Head =
    "#include <chrono>\n#include <leasehold/pool.h>\n"
    "#include <leasehold/sqlite.h>\n#include <libpq-fe.h>\n"
    "#include <memory>\n#include <thread>\n"
    "using Pool = leasehold::Pool<leasehold::sqlite::Driver>;\n"
    "inline void slow() { std::this_thread::sleep_for(std::chrono::hours(1)); }\n";

struct Case {
  const char *name;
  bool safe;
  const char *before, *after; ///< after: null when there is no fix
};

const Case Cases[] = {
    {"Later", true,
     "void f(Pool &pool) {\n  auto session = pool.acquire();\n  slow();\n"
     "  session->execute(\"DELETE FROM t\");\n}\n",
     "void f(Pool &pool) {\n  slow();\n  auto session = pool.acquire();\n"
     "  session->execute(\"DELETE FROM t\");\n}\n"},
    {"LaterThanABlock", true,
     "void f(Pool &pool, bool b) {\n  auto session = pool.acquire(); // here\n  if (b) {\n    "
     "slow();\n"
     "  }\n  session->execute(\"DELETE FROM t\");\n}\n",
     "void f(Pool &pool, bool b) {\n   // here\n  if (b) {\n    slow();\n  }\n"
     "  auto session = pool.acquire();\n  session->execute(\"DELETE FROM t\");\n}\n"},
    {"NotLaterThanWhatItLooksAt", true,
     "void f(Pool *pool, Pool *other) {\n  auto session = pool->acquire();\n  pool = other;\n  "
     "slow();\n"
     "  session->execute(\"DELETE FROM t\");\n}\n",
     nullptr},
    {"Earlier", true,
     "void f(Pool &pool) {\n  auto session = pool.acquire();\n  session->execute(\"DELETE FROM "
     "t\");\n"
     "  slow();\n}\n",
     "void f(Pool &pool) {\n  auto session = pool.acquire();\n  session->execute(\"DELETE FROM "
     "t\");\n"
     "  session.release();\n  slow();\n}\n"},
    {"NotEarlierInALoop", true,
     "void f(Pool &pool) {\n  auto session = pool.acquire();\n  for (int i = 0; i < 9; ++i) {\n"
     "    session->execute(\"DELETE FROM t\");\n    slow();\n  }\n}\n",
     nullptr},
    {"NotEarlierThanWhatDependsOnIt", true,
     "void f(Pool &pool) {\n  auto session = pool.acquire();\n  auto &c = *session;\n"
     "  c.execute(\"DELETE FROM t\");\n  slow();\n  c.execute(\"DELETE FROM t\");\n}\n",
     nullptr},
    {"Commit", false,
     "void f(leasehold::Session<leasehold::sqlite::Driver> &session) {\n"
     "  auto t = session.begin();\n  session->execute(\"DELETE FROM t\");\n}\n",
     "void f(leasehold::Session<leasehold::sqlite::Driver> &session) {\n"
     "  auto t = session.begin();\n  session->execute(\"DELETE FROM t\");\n  t.commit();\n}\n"},
    {"CommitBeforeTheReturn", false,
     "int f(leasehold::Session<leasehold::sqlite::Driver> &session) {\n"
     "  auto t = session.begin();\n  session->execute(\"DELETE FROM t\");\n  return 1;\n}\n",
     "int f(leasehold::Session<leasehold::sqlite::Driver> &session) {\n"
     "  auto t = session.begin();\n  session->execute(\"DELETE FROM t\");\n  t.commit();\n"
     "  return 1;\n}\n"},
    {"Guard", false,
     "int f(bool b) {\n  PGconn *c = PQconnectdb(\"\");\n  if (b)\n    return 1;\n"
     "  PQexec(c, \"SELECT 1\");\n  PQfinish(c);\n  return 0;\n}\n",
     "int f(bool b) {\n  PGconn *c = PQconnectdb(\"\");\n"
     "  const std::unique_ptr<PGconn, decltype(&PQfinish)> c_guard(c, &PQfinish);\n  if (b)\n"
     "    return 1;\n  PQexec(c, \"SELECT 1\");\n  return 0;\n}\n"},
    {"NoGuardForWhatIsReturned", false,
     "PGconn *f(bool b) {\n  PGconn *c = PQconnectdb(\"\");\n  if (b)\n    return nullptr;\n"
     "  return c;\n}\n",
     nullptr},
    {"TasksOwn", false,
     "void f(Pool &pool) {\n  auto session = pool.acquire();\n  std::thread([&session] {\n"
     "    session->execute(\"DELETE FROM t\");\n  }).detach();\n}\n",
     "void f(Pool &pool) {\n  std::thread([&pool] {\n    auto session = pool.acquire();\n"
     "    session->execute(\"DELETE FROM t\");\n  }).detach();\n}\n"},
    {"NotTasksOwnWhenUsedHere", false,
     "void f(Pool &pool) {\n  auto session = pool.acquire();\n  std::thread([&session] {\n"
     "    session->execute(\"DELETE FROM t\");\n  }).detach();\n"
     "  session->execute(\"DELETE FROM t\");\n}\n",
     nullptr},
    {"NothingInMacros", true,
     "#define SLOW slow()\nvoid f(Pool &pool) {\n  auto session = pool.acquire();\n  SLOW;\n"
     "  session->execute(\"DELETE FROM t\");\n}\n",
     nullptr},
};

class Fixes : public testing::TestWithParam<Case> {
protected:
  [[nodiscard]] Outcome leasehold(Strings Command) const {
    Command.insert(Command.begin(), LEASEHOLD_PROGRAM);
    for (const char *Each : {"a.cpp", "--", "-std=c++20", "-I/usr/include/postgresql"})
      Command.emplace_back(Each);
    Command.push_back("-I" + PoolInclude);
    return run(Command, D.path());
  }
  [[nodiscard]] std::string file() const {
    std::ifstream In(D.path() + "/a.cpp");
    std::stringstream Text;
    Text << In.rdbuf();
    return Text.str();
  }
  TemporaryDirectory D;
};

TEST_P(Fixes, MendAndCompile) {
  const Case &C = GetParam();
  const std::string Before = Head + C.before;
  (void)D.write("a.cpp", Before);
  if (!C.safe && C.after) {
    EXPECT_EQ(leasehold({"fix"}).status, 1);
    EXPECT_EQ(file(), Before) << "only with --unsafe";
  }
  const Strings Fix = C.safe ? Strings{"fix"} : Strings{"fix", "--unsafe"};
  Outcome O = leasehold(Fix);
  if (!C.after) {
    EXPECT_EQ(O.status, 1) << O.str();
    EXPECT_EQ(file(), Before);
    return;
  }
  EXPECT_EQ(O.status, 0) << O.str();
  const std::string After = Head + C.after;
  EXPECT_EQ(file(), After);
  O = leasehold(Fix);
  EXPECT_EQ(O.status, 0) << "1: a finding is left; 2: it does not compile\n" << O.str();
  EXPECT_EQ(file(), After);
}

INSTANTIATE_TEST_SUITE_P(All, Fixes, testing::ValuesIn(Cases),
                         [](const testing::TestParamInfo<Case> &Info) {
                           return std::string(Info.param.name);
                         });

class FixCommand : public Fixes {};

TEST_F(FixCommand, ShowsTheDifference) {
  const Case &C = Cases[0];
  (void)D.write("a.cpp", Head + C.before);
  const Outcome O = leasehold({"fix", "--dry-run"});
  EXPECT_EQ(O.status, 1) << O.str();
  EXPECT_EQ(file(), Head + C.before);
  EXPECT_NE(O.out.find("--- a/a.cpp\n+++ b/a.cpp\n"), std::string::npos) << O.str();
  EXPECT_NE(O.out.find("\n+  auto session = pool.acquire();\n"), std::string::npos) << O.str();
}

TEST_F(FixCommand, LeavesLinksAndPermissions) {
  namespace fs = std::filesystem;
  const fs::path File = D.write("real.cpp", Head + Cases[0].before);
  fs::permissions(File, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("real.cpp", D.path() + "/a.cpp");
  const Outcome O = leasehold({"fix"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(file(), Head + Cases[0].after);
  EXPECT_TRUE(fs::is_symlink(D.path() + "/a.cpp"));
  EXPECT_EQ(fs::status(File).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(FixCommand, LeavesNothingHalfWritten) {
  (void)D.write("a.cpp", Head + Cases[0].before + Cases[0].before);
  const Outcome O = leasehold({"fix"});
  EXPECT_EQ(O.status, 2) << "f is defined twice, so the file does not compile\n" << O.str();
  size_t Files = 0;
  for ([[maybe_unused]] const auto &Each : std::filesystem::directory_iterator(D.path()))
    ++Files;
  EXPECT_EQ(Files, 1U);
}

#ifdef LEASEHOLD_TIDY
TEST_F(FixCommand, ClangTidyAppliesWhatIsSafe) {
  (void)D.write("a.cpp", Head + Cases[0].before);
  const Outcome O = run({LEASEHOLD_TIDY, "--fix", "--checks=-*,leasehold-*", "a.cpp", "--",
                         "-std=c++20", "-I/usr/include/postgresql", "-I" + PoolInclude},
                        D.path());
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(file(), Head + Cases[0].after) << O.str();
}
#endif

} // namespace
} // namespace leasehold::test
#endif
