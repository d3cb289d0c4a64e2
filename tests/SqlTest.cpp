//===- SqlTest.cpp - what an SQL text does to a transaction ---------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "catalog/Sql.h"
#include <gtest/gtest.h>

namespace leasehold {
namespace {

struct Case {
  SqlKind kind;
  const char *text;
};

class Sql : public testing::TestWithParam<Case> {};

TEST_P(Sql, IsClassified) {
  EXPECT_EQ(classifySql(GetParam().text), GetParam().kind) << GetParam().text;
}

constexpr Case Cases[] = {
    {SqlKind::Begin, "BEGIN"},
    {SqlKind::Begin, "begin transaction"},
    {SqlKind::Begin, "BEGIN IMMEDIATE;"},
    {SqlKind::Begin, "BEGIN; INSERT INTO t VALUES (1)"},
    {SqlKind::Begin, "Start Transaction"},
    {SqlKind::Begin, "START\n\tTRANSACTION READ ONLY"},
    {SqlKind::Begin, "  \t\r\n;BEGIN"},
    {SqlKind::Begin, "-- move money\nBEGIN"},
    {SqlKind::Begin, "/* one */ -- two\n /* three */BEGIN"},
    {SqlKind::Commit, "COMMIT"},
    {SqlKind::Commit, "commit work;"},
    {SqlKind::Commit, "END"},
    {SqlKind::Commit, "end transaction"},
    {SqlKind::Rollback, "ROLLBACK"},
    {SqlKind::Rollback, "rollback;"},
    {SqlKind::Rollback, "ROLLBACK TRANSACTION"},
    {SqlKind::Rollback, "ROLLBACK WORK"},
    {SqlKind::Rollback, "abort"},
    {SqlKind::Savepoint, "SAVEPOINT before_mail"},
    {SqlKind::Savepoint, "RELEASE SAVEPOINT before_mail"},
    {SqlKind::Savepoint, "ROLLBACK TO before_mail"},
    {SqlKind::Savepoint, "ROLLBACK TO SAVEPOINT before_mail"},
    {SqlKind::Savepoint, "rollback work to before_mail"},
    {SqlKind::Savepoint, "ROLLBACK TRANSACTION TO SAVEPOINT before_mail"},
    {SqlKind::Write, "INSERT INTO orders VALUES ($1)"},
    {SqlKind::Write, "update orders set state = 'begin'"},
    {SqlKind::Write, "DELETE FROM orders"},
    {SqlKind::Write, "REPLACE INTO t VALUES (?)"},
    {SqlKind::Write, "MERGE INTO t USING s ON 1=1"},
    {SqlKind::Write, "CREATE TABLE t (id INT)"},
    {SqlKind::Write, "DROP TABLE t"},
    {SqlKind::Write, "ALTER TABLE t ADD c INT"},
    {SqlKind::Write, "TRUNCATE t"},
    {SqlKind::Write, "COPY t FROM STDIN"},
    {SqlKind::Read, "SELECT 'BEGIN'"},
    {SqlKind::Read, "(SELECT 1) UNION (SELECT 2)"},
    {SqlKind::Read, "select*from t"},
    {SqlKind::Read, "PRAGMA journal_mode"},
    {SqlKind::Read, "SHOW TABLES"},
    {SqlKind::Read, "EXPLAIN SELECT 1"},
    {SqlKind::Read, "SET search_path TO x"},
    {SqlKind::Unknown, ""},
    {SqlKind::Unknown, "   "},
    {SqlKind::Unknown, ";;;"},
    {SqlKind::Unknown, "-- BEGIN"},
    {SqlKind::Unknown, "/* BEGIN"},
    {SqlKind::Unknown, "beginning"},
    {SqlKind::Unknown, "BEGIN_BATCH"},
    {SqlKind::Unknown, "START SLAVE"},
    {SqlKind::Unknown, "START"},
    {SqlKind::Unknown, "{\"find\": \"orders\"}"},
    {SqlKind::Unknown, "42"},
};

INSTANTIATE_TEST_SUITE_P(All, Sql, testing::ValuesIn(Cases));

} // namespace
} // namespace leasehold
