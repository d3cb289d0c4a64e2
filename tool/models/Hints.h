//===- Hints.h - what names and signatures speak of -------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_MODELS_HINTS_H
#define LEASEHOLD_TOOL_MODELS_HINTS_H

#include "catalog/Names.h"
#include <optional>

namespace leasehold {

/// What the words of a function's name speak of. Wider than what the analysis trusts.
struct Hints {
  bool opens = false;    ///< a connection: open, connect, login...
  bool borrows = false;  ///< out of a pool: acquire, checkout, borrow...
  bool takes = false;    ///< that, or less telling: get, take, pop...
  bool makes = false;    ///< anything: create, new, init...
  bool closes = false;   ///< or frees, or gives back
  bool queries = false;  ///< exec, query...
  bool prepares = false; ///< a statement
  bool begins = false, commits = false, rollsBack = false;
  bool stores = false;     ///< add, register, keep...
  const char *kind = "";   ///< of blocking; empty: none
  const char *phrase = ""; ///< completes "this call ..."
};
Hints hintsOf(llvm::StringRef Name);

/// Does a name speak of files, windows and the like, which are opened and closed, too?
bool namesOtherResource(llvm::StringRef Name);
/// Is "pool" among its words?
bool namesPool(llvm::StringRef Name);

/// char *, std::string, std::string_view and their like.
bool isText(clang::QualType T);
/// The first parameter that is a text.
std::optional<unsigned> textParam(const clang::FunctionDecl &F);

/// The parameter that says how long, and its unit as a model names it: `timeout_ms`.
struct DurationParam {
  unsigned param = 0;
  std::string unit; ///< empty: not known
};
std::optional<DurationParam> durationParam(const clang::FunctionDecl &F);

/// Is it declared by the language's or the system's own library (C, POSIX)?
bool inStandardLibrary(const clang::NamedDecl &D);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_MODELS_HINTS_H
