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
    said(S, [&](const OpenFlag &Flag) {
      return Flag.flag == M->getMemberDecl()->getCanonicalDecl();
    });
}

void Walker::flagsSet(State &S, const FunctionDecl *By) {
  if (By && Flags)
    said(S, [&](const OpenFlag &Flag) { return Flags->sets(By, Flag); });
}

void Walker::leftInFields(const State &S, ExitKind Kind, SourceLocation At) {
  for (const auto &[P, V] : S.env) {
    if (!Flags || !P->parent || V.kind != Value::Lease || V.weak)
      continue;
    const LeaseState &L = S.leaseOrNone(V.id);
    if (L.status != LeaseState::Stored || L.owner || !L.unsaid ||
        R.leases[V.id].origin != LeaseInfo::Acquired || endsAnyway(Kind, R.leases[V.id].atEnd))
      continue;
    for (auto [Bit, Flag] : llvm::enumerate(Flags->of(F, P->field)))
      if (L.unsaid & (1U << Bit)) {
        Event E;
        E.kind = Event::LeftOpen;
        E.at = R.leases[V.id].at;
        E.lease = &R.leases[V.id];
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
