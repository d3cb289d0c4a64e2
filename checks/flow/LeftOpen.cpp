//===- LeftOpen.cpp - open in a field whose flag says otherwise -----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Who puts a session into a field of an object that lives on, and leaves while the field's flag
// is clear still, leaves it to nobody.
//
//===----------------------------------------------------------------------===//

#include "flow/OpenFlags.h"
#include "flow/Walker.h"

using namespace clang;

namespace leasehold {

/// A lease that has just been put into a field: its flags are clear then, or who opens it would not
/// have come there.
void Walker::unsaid(LeaseState &L, const Place &In) {
  if (Flags && In.parent)
    L.unsaid = static_cast<uint8_t>((1U << Flags->of(F, In.field).size()) - 1);
}

/// Of what is in fields, the flags for which this holds are set, or may be.
void Walker::said(State &S, llvm::function_ref<bool(const OpenFlag &)> IsSet) {
  for (unsigned Id = 0; Id < S.leases.size(); ++Id)
    if (S.leases[Id].unsaid)
      for (const auto &[P, V] : S.env)
        if (V == Value::lease(Id))
          for (auto [Bit, Flag] : llvm::enumerate(Flags->of(F, P->field)))
            if (IsSet(Flag))
              S.leases[Id].unsaid &= static_cast<uint8_t>(~(1U << Bit));
}

/// `To` gets another value.
void Walker::flagSet(State &S, const Expr &To) {
  const auto *M = dyn_cast<MemberExpr>(strip(&To));
  if (M && Flags)
    said(S,
         [&](const OpenFlag &Flag) { return Flag.flag == M->getMemberDecl()->getCanonicalDecl(); });
}

void Walker::flagsSet(State &S, const FunctionDecl *By) {
  if (By && Flags)
    said(S, [&](const OpenFlag &Flag) { return Flags->sets(By, Flag); });
}

/// The session of the lease, which a field of an object has that lives on; null: it is not so.
const LeaseInfo *Walker::leftIn(const State &S, const Place *P, const Value &V) const {
  if (!P->parent || V.kind != Value::Lease || V.weak)
    return nullptr;
  const LeaseState &L = S.leaseOrNone(V.id);
  const LeaseInfo &I = R.leases[V.id];
  return L.status == LeaseState::Stored && !L.owner && I.origin == LeaseInfo::Acquired && !I.pooled
             ? &I
             : nullptr;
}

/// `return false;`: behind it, ways with other results join this one.
void Walker::leftByResult(const State &S, SourceLocation At) {
  constexpr size_t Most = 64;
  if (!S.returnedConstant)
    return;
  for (const auto &[P, V] : S.env)
    if (const LeaseInfo *I = leftIn(S, P, V); I && R.left.size() < Most)
      R.left.push_back({P->field, *I, *S.returnedConstant, At, S.trail});
}

void Walker::leftInFields(const State &S, ExitKind Kind, SourceLocation At) {
  for (const auto &[P, V] : S.env) {
    const LeaseInfo *I = Flags ? leftIn(S, P, V) : nullptr;
    if (!I || endsAnyway(Kind, I->atEnd))
      continue;
    for (auto [Bit, Flag] : llvm::enumerate(Flags->of(F, P->field)))
      if (S.leases[V.id].unsaid & (1U << Bit)) {
        Event E;
        E.kind = Event::LeftOpen;
        E.at = I->at;
        E.lease = I;
        E.exit = Kind;
        E.exitAt = At;
        E.name = P->field;
        E.detail = Flag.flag->getNameAsString();
        E.certain = Flag.closes;
        E.trail = S.trail;
        emit(std::move(E));
        break;
      }
  }
}

} // namespace leasehold
