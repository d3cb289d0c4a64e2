//===- AnnotationsTest.cpp - what the macros of annotations.h say ---------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InProcess.h"
#include "TestPaths.h"
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

using Strings = std::vector<std::string>;

class Annotations : public testing::Test {
protected:
  static Strings annotated(const char *Code) {
    return brief(
        analyseCode(std::string("#include <leasehold/annotations.h>\n") + Declarations + Code, {},
                    {"-I" + PoolInclude}));
  }
  static constexpr const char *Declarations = R"(
struct LEASEHOLD_SESSION Db;
struct LEASEHOLD_POOL Source {
  LEASEHOLD_ACQUIRES Db *checkout();
  LEASEHOLD_RELEASES(0) void checkin(Db *db);
};
LEASEHOLD_ACQUIRES_INTO(0) bool open_db(Db **out);
LEASEHOLD_BORROWS bool ask(Db *db) noexcept;
LEASEHOLD_KEEPS(0) void adopt(Db *db);
LEASEHOLD_BEGINS(0) void begin(Db *db) noexcept;
LEASEHOLD_COMMITS(0) void commit(Db *db) noexcept;
LEASEHOLD_ROLLS_BACK(0) void rollback(Db *db) noexcept;
LEASEHOLD_BLOCKS("prints the invoice") void print() noexcept;
extern "C" unsigned sleep(unsigned) noexcept;
LEASEHOLD_NONBLOCKING inline void seems_slow() { sleep(60); }
struct LEASEHOLD_GUARD Lease {
  explicit Lease(Source &s);
  ~Lease();
  LEASEHOLD_RELEASES_THIS void close() noexcept;
};
template <class F> LEASEHOLD_BACKGROUND(0) void later(F f);
template <class F> LEASEHOLD_INVOKES(0) void now(F f);
#line 1 "code.cpp"
)";
};

TEST_F(Annotations, SayWhoAcquiresAndReleases) {
  EXPECT_EQ(annotated("void f(Source &s) {\n  Db *db = s.checkout();\n  s.checkin(db);\n}"),
            Strings{});
  EXPECT_EQ(annotated("void f(Source &s) {\n  Db *db = s.checkout();\n  ask(db);\n}"),
            Strings{"code.cpp:2 unguarded-acquire"});
  EXPECT_EQ(annotated("void f(Source &s) {\n  Db *db = s.checkout();\n  adopt(db);\n}"), Strings{});
  EXPECT_EQ(annotated("void f() {\n  Db *db = nullptr;\n  open_db(&db);\n  ask(db);\n}"),
            Strings{"code.cpp:3 unguarded-acquire"});
}

TEST_F(Annotations, SayWhatBlocks) {
  EXPECT_EQ(annotated("void f(Source &s) {\n  Lease l(s);\n  print();\n}"),
            Strings{"code.cpp:3 slow-call"});
  EXPECT_EQ(annotated("void f(Source &s) {\n  Lease l(s);\n  l.close();\n  print();\n}"),
            Strings{});
  EXPECT_EQ(annotated("void f(Source &s) {\n  Lease l(s);\n  seems_slow();\n}"), Strings{});
}

TEST_F(Annotations, SayWhoTransacts) {
  EXPECT_EQ(annotated("void f(Db *db, bool b) {\n  begin(db);\n  if (b) return;\n  commit(db);\n}"),
            Strings{"code.cpp:2 unfinished-transaction"});
  EXPECT_EQ(annotated("void f(Db *db, bool b) {\n  begin(db);\n  if (b) { rollback(db); return; }\n"
                      "  commit(db);\n}"),
            Strings{});
}

TEST_F(Annotations, WinOverModels) {
  EXPECT_EQ(brief(analyseCode("#include <leasehold/annotations.h>\n"
                              "extern \"C\" { typedef struct pg_conn PGconn;\n"
                              "PGconn *PQconnectdb(const char *); void PQfinish(PGconn *);\n"
                              "LEASEHOLD_NONBLOCKING unsigned sleep(unsigned); }\n"
                              "void f() {\n  PGconn *c = PQconnectdb(\"\");\n  sleep(60);\n"
                              "  PQfinish(c);\n}\n",
                              {}, {"-I" + PoolInclude})),
            Strings{});
}

TEST_F(Annotations, CanBeSwitchedOff) {
  EXPECT_EQ(brief(analyseCode(std::string("#define LEASEHOLD_NO_ANNOTATIONS\n"
                                          "#include <leasehold/annotations.h>\n") +
                                  Declarations +
                                  "void f(Db *db, bool b) {\n  begin(db);\n  if (b) return;\n"
                                  "  commit(db);\n}",
                              {}, {"-I" + PoolInclude})),
            Strings{});
}

} // namespace
} // namespace leasehold::test
