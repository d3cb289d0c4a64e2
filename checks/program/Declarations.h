//===- Declarations.h - tokens, cut into declarations -----------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds out where the declarations of a translation unit begin and end, and which names they
// declare, by brackets and keywords alone: no types, no scopes. What it does not understand is a
// chunk of kind Whole.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_DECLARATIONS_H
#define LEASEHOLD_PROGRAM_DECLARATIONS_H

#include "clang/Basic/IdentifierTable.h"
#include "clang/Lex/Token.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"
#include <vector>

namespace leasehold {

using Name = const clang::IdentifierInfo *;

/// Indices of tokens, the second behind the last.
struct Range {
  size_t begin = 0;
  size_t end = 0;
};

/// Where tokens change between system headers and the rest.
struct Origin {
  size_t first; ///< index of the first token
  bool system;
};

struct Chunk {
  enum Kind : uint8_t {
    Open,     ///< namespace N {, extern "C" {
    Close,    ///< the } of it
    Class,    ///< or an enumeration
    Alias,    ///< typedef, using, namespace A = B
    Function, ///< not a member
    Variable,
    Operator, ///< not a member
    Literal,  ///< operator""
    Member,   ///< a function that nobody calls without naming it, inside of a chunk before it
    Outside,  ///< a member function that is defined outside of its class
    Whole,    ///< not understood, wanted always, or none of a system header
    Nothing   ///< wanted never
  };
  Kind kind = Variable;
  bool system = false;
  bool special = false; ///< template <> class
  Range tokens;
  llvm::SmallVector<Name, 2> names; ///< that it declares
  Name outer = nullptr;             ///< of Outside: the class
  size_t parent = 0;                ///< of Member: index of the outermost class
  size_t nameAt = 0;                ///< of Member: the token
  Range types;                      ///< parameters of an Operator, arguments of a special class
};

class Declarations {
public:
  /// `Tokens` are a whole unit, preprocessed; `Origins` cover them, in order.
  Declarations(llvm::ArrayRef<clang::Token> Tokens, llvm::ArrayRef<Origin> Origins);

  std::vector<Chunk> chunks; ///< in order; members behind their class
  /// Bodies of functions of system headers that the parser skips, without their braces, in order.
  std::vector<Range> skipped;

  [[nodiscard]] clang::tok::TokenKind at(size_t I) const {
    return I < T.size() ? T[I].getKind() : clang::tok::eof;
  }
  /// Also a keyword that libraries use as a name; null for what is no name.
  [[nodiscard]] Name nameAt(size_t I) const;
  [[nodiscard]] bool isNamespace(Name N) const { return Namespaces.contains(N); }
  /// Behind the bracket that closes the one at I.
  [[nodiscard]] size_t behind(size_t I) const;
  /// Behind the > of the < at I; I when there is none.
  [[nodiscard]] size_t behindAngle(size_t I) const;

private:
  struct Reading;

  /// One chunk of a namespace; where the next begins.
  size_t cut(size_t I, bool System, size_t Until);
  size_t cutNamespace(size_t I, Chunk &C) const;
  /// Reads the declaration at I into C, in the class of that name or (null) outside of classes.
  void read(size_t I, bool InClass, Name Class, Chunk &C);
  void readUsing(size_t I, Chunk &C) const;
  void readOperator(Reading &R) const;
  void readParentheses(Reading &R) const;
  void readName(Reading &R) const;
  /// A brace at the declaration's own level. True: it was the last of it.
  bool readBraces(Reading &R);
  void readClassBody(Reading &R);
  void finish(Reading &R, size_t End);
  [[nodiscard]] size_t behindSemicolon(size_t I) const;

  llvm::ArrayRef<clang::Token> T;
  llvm::DenseSet<Name> Namespaces;
  size_t Parent = 0; ///< the chunk that is read now
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_DECLARATIONS_H
