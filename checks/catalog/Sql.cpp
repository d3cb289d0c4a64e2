//===- Sql.cpp - what an SQL text does to a transaction -------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "catalog/Sql.h"
#include "catalog/Names.h"
#include "llvm/ADT/StringExtras.h"
#include <string>

namespace leasehold {

SqlKind classifySql(llvm::StringRef Text) {
  auto Word = [&] {
    for (;;) {
      Text = Text.ltrim(" \t\r\n;(");
      if (Text.consume_front("--"))
        Text = Text.substr(std::min(Text.size(), Text.find('\n')));
      else if (Text.consume_front("/*"))
        Text = Text.split("*/").second; // nothing, when the comment does not end
      else
        break;
    }
    llvm::StringRef W = Text.take_while([](char Ch) { return llvm::isAlpha(Ch) || Ch == '_'; });
    Text = Text.drop_front(W.size());
    return W.upper();
  };
  std::string First = Word();
  if (First == "START")
    return Word() == "TRANSACTION" ? SqlKind::Begin : SqlKind::Unknown;
  if (First == "ROLLBACK") {
    std::string Next = Word();
    if (Next == "TRANSACTION" || Next == "WORK")
      Next = Word();
    return Next == "TO" ? SqlKind::Savepoint : SqlKind::Rollback;
  }
  if (First == "BEGIN")
    return SqlKind::Begin;
  if (isOneOf(First, {"COMMIT", "END"}))
    return SqlKind::Commit;
  if (First == "ABORT")
    return SqlKind::Rollback;
  if (isOneOf(First, {"SAVEPOINT", "RELEASE"}))
    return SqlKind::Savepoint;
  if (isOneOf(First, {"INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "CREATE", "DROP", "ALTER",
                      "TRUNCATE", "COPY"}))
    return SqlKind::Write;
  if (isOneOf(First, {"SELECT", "SHOW", "EXPLAIN", "PRAGMA", "VALUES", "DESCRIBE", "SET", "FETCH"}))
    return SqlKind::Read;
  return SqlKind::Unknown;
}

} // namespace leasehold
