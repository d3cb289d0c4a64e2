//===- Program.h - functions over a toy pool --------------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A small language in which sessions are taken, used and given back: what Generate.cpp makes up,
// Print.cpp writes as C++, Interpret.cpp runs on all paths, and the engine is asked about.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TESTS_ORACLE_PROGRAM_H
#define LEASEHOLD_TESTS_ORACLE_PROGRAM_H

#include <cstdint>
#include <string>
#include <vector>

namespace leasehold::oracle {

constexpr unsigned MaxHandles = 3, MaxOwners = 2, MaxParameters = 3, MaxFlags = 7, MaxSites = 16,
                   MaxBegins = 6;

struct Cond {
  enum Kind : uint8_t {
    Coin,   ///< a call that answers as it likes, each time anew
    Flag,   ///< a bool: the parameters come first, then the local ones
    Handle, ///< is it there?
    Owner,  ///< is it?
    And,
    Or
  };
  Kind kind = Coin;
  bool negated = false;
  unsigned var = 0;
  std::vector<Cond> parts; ///< two, of And and Or
};

struct Stmt {
  enum Kind : uint8_t {
    Acquire, ///< var = a session, or null
    Release, ///< of var; of null it does nothing
    Use,     ///< of var
    Slow,
    Clear,    ///< var = nullptr
    Copy,     ///< var = other
    Swap,     ///< var, other
    SetFlag,  ///< flag var = cond
    Begin,    ///< a transaction on var
    Commit,   ///< on var
    Rollback, ///< on var
    If,
    While,
    DoWhile,
    Break,
    Continue,
    Return,
    Throw, ///< variant: which of two types
    Risky, ///< a call that may throw the first type
    Try,   ///< rest: the handler; variant: of the first type, or of all
    Rethrow,
    Guard,      ///< body, with guard var alive
    CloseGuard, ///< var gives back before its end
    UseGuard,   ///< of guard var
    Borrow,     ///< handle var = what guard other holds
    Reset,      ///< owner var = a session, or null
    ResetNull,  ///< owner var = nullptr
    Move,       ///< owner var = std::move(owner other)
    Detach,     ///< handle var = what owner other had
    Adopt,      ///< owner var = what handle other has
    UseOwner    ///< of owner var
  };
  Kind kind = Slow;
  unsigned var = 0, other = 0;
  unsigned variant = 0; ///< how it is written: directly, or through one of the helpers
  Cond cond;
  std::vector<Stmt> body, rest;
  unsigned line = 0; ///< in its function, from 0; of the whole statement's head
  unsigned site = 0; ///< of Acquire and Guard: which lease; of Begin: which transaction
};

struct Function {
  unsigned handles = 1, owners = 0;
  unsigned parameters = 0, flags = 0; ///< flags: parameters and local ones
  std::vector<Stmt> body;
  unsigned sites = 0, begins = 0, lines = 0; ///< told by number()
};

/// Gives statements their lines, leases and transactions their numbers.
void number(Function &F);

/// What all functions need, and its model.
const char *prelude();
const char *model();
/// As C++; a numbered function has exactly `lines` lines.
std::string print(const Function &F, const std::string &Name);

/// A function made up from a seed.
Function generate(uint64_t Seed);

} // namespace leasehold::oracle

#endif // LEASEHOLD_TESTS_ORACLE_PROGRAM_H
