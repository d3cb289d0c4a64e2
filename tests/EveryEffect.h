//===- EveryEffect.h - effects with all that there can be in them -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TESTS_EVERYEFFECT_H
#define LEASEHOLD_TESTS_EVERYEFFECT_H

#include "catalog/Effects.h"

namespace leasehold::test {

/// Every field has another value than its default.
inline Effects everyEffect() {
  Slot Deep = Slot::param(2);
  Deep.path = {"pool", "first"};
  const std::vector<Step> Chain{{0, "dir/a file.cpp", 3, 4, "calls 'x' here"}, {0, "b", 1, 2, ""}};
  Effects E;
  Acquire A;
  A.to = Deep;
  A.from = Slot::self();
  A.guarded = true;
  A.pooled = false;
  A.failure = Acquire::Failure::Negative;
  A.status = Acquire::Status::NonzeroIsOk;
  A.held = Held::Never;
  A.waits = false;
  A.pool = {Deep, "::pool", "Pool", "pool", true};
  E.when = Unless{1, std::nullopt, 2, {}, false};
  E.acquires = {A, Acquire{}};
  E.spent = {Acquire{}};
  E.takes = {{A.pool, true, Chain}};
  E.ignores = {Slot::param(1)};
  E.settings = {{Setting::Engine, "f", 2, "k", 3, 1000, -1, "kOff"}, Setting{}};
  E.releases = {Slot::self()};
  E.refusal = Refusal::IfZero;
  E.mayRelease = {Deep};
  E.replaces = {Deep};
  E.empties = {Deep};
  E.keeps = {Slot::result()};
  E.assigns = {{Slot::self(), Deep}};
  E.same = ReturnsSame{Deep, true};
  E.derives = {{Deep, Slot::self()}};
  E.frees = {Deep};
  E.tellsServer = true;
  E.freesAll = {Deep};
  E.cutsOff = true;
  E.txn = {{TxnEffect::Commit, Deep, false, true}, {TxnEffect::Begin, Slot::self(), true}};
  E.sql = SqlText{Deep, 1};
  E.autocommit = Autocommit{Deep, 1};
  E.alive = TellsAlive{Deep, false};
  E.blocks =
      Blocking{"sleep",
               "sleeps",
               Duration{1, 1'000'000'000},
               {Unless{1, -4, std::nullopt, ":", true}, Unless{2, std::nullopt, 7, {}, false}},
               true,
               true,
               Chain};
  E.background = {Deep};
  E.backgroundRest = true;
  E.handle = Deep;
  E.joins = {Deep};
  E.detaches = {Deep};
  E.handlers = {Deep};
  E.handlersOf = Deep;
  E.invokes = {Deep};
  E.throws = {"std::runtime_error", "std::exception"};
  E.throwChain = Chain;
  E.usesMember = {Deep};
  E.borrowsArguments = true;
  E.constant = -7;
  E.nonblocking = true;
  E.origin = "summary";
  return E;
}

} // namespace leasehold::test

#endif // LEASEHOLD_TESTS_EVERYEFFECT_H
