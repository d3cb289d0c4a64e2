//===- Sql.h - what an SQL text does to a transaction -----------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_CATALOG_SQL_H
#define LEASEHOLD_CATALOG_SQL_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>

namespace leasehold {

/// First word(s) of an SQL text: what it does to a transaction.
enum class SqlKind : uint8_t { Unknown, Begin, Commit, Rollback, Write, Read, Savepoint };
SqlKind classifySql(llvm::StringRef Text);

} // namespace leasehold

#endif // LEASEHOLD_CATALOG_SQL_H
