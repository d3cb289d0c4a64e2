// EffectsTest.cpp: which statements leave something behind in a session.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "effects.h"
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

using detail::Dialect;
using detail::effects_of;

TEST(Effects, WhatChangesAPostgresSession) {
  for (const char *sql : {"SET work_mem = '1MB'",
                          "set session x = 1",
                          "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
                          "SET ROLE x",
                          "RESET ALL",
                          "LISTEN news",
                          "PREPARE p AS SELECT 1",
                          "DO $$ BEGIN END $$",
                          "CALL p()",
                          "LOAD 'auto_explain'",
                          "CREATE TEMP TABLE t(n int)",
                          "create temporary view v as select 1",
                          "CREATE OR REPLACE TEMP VIEW v AS SELECT 1",
                          "CREATE LOCAL TEMPORARY TABLE t(n int)",
                          "SELECT 1 INTO TEMP t",
                          "CREATE TABLE pg_temp.t(n int)",
                          "SELECT pg_advisory_lock(1)",
                          "SELECT pg_try_advisory_lock_shared(1)",
                          "SELECT set_config('a.b', 'c', false)",
                          "WITH x AS (SELECT set_config('a.b', 'c', false)) SELECT * FROM x",
                          "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
                          "SELECT 1; SET x = 1",
                          ";;SET x = 1",
                          "/* a /* b */ c */ SET x = 1",
                          "-- a\nSET x = 1",
                          "SELECT 'a''; b'; SET x = 1",
                          "SELECT E'a\\''; SET x = 1",
                          "SELECT $a$ $b$ $a$; SET x = 1",
                          "whatever is new"})
    EXPECT_TRUE(effects_of(sql, Dialect::postgres).session) << sql;
  for (const char *sql : {"",
                          ";",
                          "SELECT 1",
                          "(SELECT 1)",
                          "select 'SET x = 1'",
                          "SELECT \"set\" FROM t",
                          "SELECT 1 -- ; SET x = 1",
                          "SELECT 1 /* ; SET x = 1 */",
                          "SELECT $$; SET x = 1$$",
                          "SELECT $q$; SET x = $$1$$; $q$",
                          "UPDATE t SET n = $1 WHERE id = $2",
                          "INSERT INTO t VALUES ($1)",
                          "SET LOCAL work_mem = '1MB'",
                          "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
                          "SET CONSTRAINTS ALL DEFERRED",
                          "BEGIN; DELETE FROM t; COMMIT",
                          "SELECT temp FROM weather",
                          "SELECT E'a\\'; SET x = 1'",
                          "SELECT pg_advisory_xact_lock(1)",
                          "CREATE TABLE t(n int)",
                          "SAVEPOINT a"})
    EXPECT_FALSE(effects_of(sql, Dialect::postgres).session) << sql;
  EXPECT_TRUE(effects_of("COMMIT", Dialect::postgres).commits);
  EXPECT_TRUE(effects_of("begin; select 1; end", Dialect::postgres).commits);
  EXPECT_FALSE(effects_of("SELECT 'COMMIT'", Dialect::postgres).commits);
  EXPECT_TRUE(effects_of("copy t from stdin", Dialect::postgres).copies);
  EXPECT_FALSE(effects_of("COPY t FROM '/a/stdin'", Dialect::postgres).copies);
  EXPECT_TRUE(effects_of("DISCARD ALL", Dialect::postgres).forgets);
}

TEST(Effects, WhatChangesAMariadbSession) {
  for (const char *sql :
       {"SET x = 1", "SET @x = 1", "SELECT @x := 1", "SELECT 1 INTO @x", "USE other",
        "LOCK TABLES t READ", "SELECT GET_LOCK('a', 1)", "CREATE TEMPORARY TABLE t(n INT)",
        "CREATE OR REPLACE TEMPORARY TABLE t(n INT)", "CALL p()", "DO GET_LOCK('a', 1)",
        "/*! SET x = 1 */", "/*!50003 SET x = 1 */", "/*M! SET x = 1 */", "# a\nSET x = 1",
        "SELECT 'a\\''; SET x = 1", "SELECT 5--1, GET_LOCK('a', 1)", "HANDLER t OPEN"})
    EXPECT_TRUE(effects_of(sql, Dialect::mariadb).session) << sql;
  for (const char *sql :
       {"SELECT 1", "SELECT 'SET @x = 1'", "SELECT \"; SET x = 1\"", "SELECT `; SET x` FROM t",
        "SELECT 1 -- ; SET x = 1", "SELECT 1 # ; SET x = 1", "SELECT 1 /* ; SET x = 1 */",
        "SELECT @@version", "SELECT @x", "UPDATE t SET n = ?", "REPLACE INTO t VALUES (?)",
        "SELECT 'a\\'; SET x = 1'", "START TRANSACTION", "RELEASE SAVEPOINT a"})
    EXPECT_FALSE(effects_of(sql, Dialect::mariadb).session) << sql;
  EXPECT_TRUE(effects_of("USE other", Dialect::mariadb).schema);
  EXPECT_TRUE(effects_of("SELECT 1", Dialect::mariadb).reads);
  EXPECT_FALSE(effects_of("CALL p()", Dialect::mariadb).reads);
  EXPECT_FALSE(effects_of("INSERT INTO t SELECT 1 RETURNING *", Dialect::mariadb).reads);
}

// Neither may read beyond the end.
TEST(Effects, TextsThatEndTooSoon) {
  for (const Dialect d : {Dialect::postgres, Dialect::mariadb})
    for (const std::string_view whole :
         {std::string_view("SELECT E'a\\'b' /* c /* d */ */ -- e\n $tag$ f $tag$ \"g\" `h` @@i := "
                           "/*!50003 j */ # k")})
      for (std::size_t i = 0; i <= whole.size(); ++i)
        for (std::size_t j = i; j <= whole.size(); ++j)
          (void)effects_of(std::string(whole.substr(i, j - i)), d);
}

} // namespace
} // namespace leasehold::test
