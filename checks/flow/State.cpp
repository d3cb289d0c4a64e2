//===- State.cpp - what is known on one path through a function -----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/State.h"
#include "llvm/ADT/STLExtras.h"

namespace leasehold {

std::vector<std::string> Place::path() const {
  std::vector<std::string> Result;
  for (const Place *P = this; P->parent; P = P->parent)
    Result.insert(Result.begin(), P->field);
  return Result;
}

const Place *PlaceTable::intern(const clang::Decl *D, const clang::Expr *E, const Place *Parent,
                                llvm::StringRef Field) {
  const void *Top = D ? static_cast<const void *>(D) : E;
  auto [It, New] = Index.try_emplace({Top, Parent, Field.str()});
  if (New) {
    Places.push_back({D, E, Parent, Field.str(), static_cast<unsigned>(Places.size())});
    It->second = &Places.back();
  }
  return It->second;
}

const Place *PlaceTable::root(const clang::Decl *D) {
  return intern(D->getCanonicalDecl(), nullptr, nullptr, "");
}
const Place *PlaceTable::self() { return intern(nullptr, nullptr, nullptr, "this"); }
const Place *PlaceTable::returned() { return intern(nullptr, nullptr, nullptr, "return"); }
const Place *PlaceTable::temporary(const clang::Expr *E) { return intern(nullptr, E, nullptr, ""); }
const Place *PlaceTable::child(const Place *P, llvm::StringRef Field) {
  return intern(nullptr, nullptr, P, Field);
}
const Place *PlaceTable::follow(const Place *P, const std::vector<std::string> &Path) {
  for (const std::string &F : Path)
    P = child(P, F);
  return P;
}

std::string State::property() const {
  std::string Key;
  for (size_t I = 0; I < leases.size(); ++I) {
    const LeaseState &L = leases[I];
    if (L.status == LeaseState::None && !L.endedEntryTxn)
      continue;
    if (L.swallowed)
      Key += 'S' + std::to_string(reinterpret_cast<uintptr_t>(L.swallowed));
    Key += 'L';
    Key += std::to_string(I);
    Key += static_cast<char>('a' + L.status);
    Key += L.sure ? '!' : '-';
    Key += L.status == LeaseState::Released && L.remains == LeaseState::Refused ? 'r' : '-';
    Key += L.told ? 't' : '-';
    if (L.unsaid)
      Key += 'u' + std::to_string(L.unsaid);
    Key += L.owner ? 'o' : '-';
    Key += L.endedEntryTxn ? 'e' : '-';
  }
  for (size_t I = 0; I < txns.size(); ++I) {
    const TxnState &T = txns[I];
    if (T.status == TxnState::None)
      continue;
    Key += 'T';
    Key += std::to_string(I);
    Key += static_cast<char>('a' + T.status);
    Key += T.wrote ? 'w' : '-';
  }
  for (const PendingTask &P : pending) {
    Key += 'P';
    Key += std::to_string(P.task);
  }
  return Key;
}

namespace {

/// What two have in common; nothing when there is no such thing.
std::optional<Value> common(const Value &A, const Value &B) {
  auto NotZero = [](const Value &V) {
    return V.kind == Value::NonZero || (V.kind == Value::Int && V.number != 0);
  };
  if (A == B)
    return A;
  return NotZero(A) && NotZero(B) ? std::optional(Value::nonZero()) : std::nullopt;
}
std::optional<Fact> common(const Fact &A, const Fact &B) {
  return A == B ? std::optional(A) : std::nullopt;
}

/// Keeps what both have in common. Returns whether something was lost.
template <typename Map> bool meet(Map &Mine, const Map &Theirs) {
  bool Changed = false;
  for (auto It = Mine.begin(); It != Mine.end();) {
    auto Other = Theirs.find(It->first);
    auto Both = Other == Theirs.end() ? std::nullopt : common(It->second, Other->second);
    if (!Both) {
      It = Mine.erase(It);
      Changed = true;
      continue;
    }
    if (!(*Both == It->second)) {
      It->second = *Both;
      Changed = true;
    }
    ++It;
  }
  return Changed;
}

} // namespace

bool State::join(const State &Other) {
  bool Changed = meet(env, Other.env);
  Changed |= meet(temps, Other.temps);
  Changed |= meet(facts, Other.facts);
  for (size_t I = 0; I < leases.size(); ++I)
    if (leases[I].remains != Other.leaseOrNone(I).remains &&
        leases[I].remains != LeaseState::Unknown) {
      leases[I].remains = LeaseState::Unknown;
      Changed = true;
    }
  for (size_t I = 0; I < leases.size(); ++I)
    if (leases[I].behind && leases[I].behind != Other.leaseOrNone(I).behind) {
      leases[I].behind = nullptr;
      Changed = true;
    }
  for (const auto &[Handler, Thrown] : Other.caught)
    for (unsigned Each : Thrown)
      Changed |= caught[Handler].insert(Each).second;
  for (size_t I = 0; I < leases.size() && I < Other.leases.size(); ++I)
    if (Other.leases[I].used && !leases[I].used) {
      leases[I].used = true;
      Changed = true;
    }
  for (size_t I = 0; I < leases.size() && I < Other.leases.size(); ++I)
    if (Other.leases[I].cutOff && !leases[I].cutOff) {
      leases[I].cutOff = true;
      Changed = true;
    }
  for (size_t I = 0; I < leases.size() && I < Other.leases.size(); ++I)
    if (Other.leases[I].passedOn && !leases[I].passedOn) {
      leases[I].passedOn = true;
      Changed = true;
    }
  for (size_t I = 0; I < txns.size(); ++I) {
    const TxnState Theirs = Other.txnOrNone(static_cast<unsigned>(I));
    if (txns[I].used && !Theirs.used) {
      txns[I].used = false;
      Changed = true;
    }
    if (!txns[I].told && Theirs.told) {
      txns[I].told = true;
      Changed = true;
    }
  }
  for (const clang::VarDecl *V : Other.live)
    if (!llvm::is_contained(live, V)) {
      live.push_back(V);
      Changed = true;
    }
  // Rows on one path and null on another: rows, for whoever gets them.
  auto SaysMore = [](const std::optional<Value> &V) {
    return V && (V->kind == Value::Derived || V->kind == Value::GaveBack);
  };
  if (SaysMore(Other.returned) && !SaysMore(returned) &&
      !(returned && (returned->kind == Value::Lease || returned->kind == Value::Txn))) {
    returned = Other.returned;
    Changed = true;
  }
  if (returnedConstant != Other.returnedConstant && returnedConstant) {
    returnedConstant.reset();
    Changed = true;
  }
  return Changed;
}

bool State::collapse(const State &Other) {
  bool Changed = join(Other);
  size_t N = std::max(leases.size(), Other.leases.size());
  for (unsigned I = 0; I < N; ++I) {
    const LeaseState Theirs = Other.leaseOrNone(I);
    LeaseState &Mine = lease(I);
    if (Mine.status != Theirs.status && Mine.status != LeaseState::Gone) {
      Mine.status = LeaseState::Gone;
      Changed = true;
    }
    Mine.unsaid &= Theirs.unsaid;
    if ((Mine.sure && !Theirs.sure) || (Mine.told && !Theirs.told)) {
      Mine.sure &= Theirs.sure;
      Mine.told &= Theirs.told;
      Changed = true;
    }
    if (Mine.swallowed && Mine.swallowed != Theirs.swallowed) {
      Mine.swallowed = nullptr;
      Changed = true;
    }
  }
  N = std::max(txns.size(), Other.txns.size());
  for (unsigned I = 0; I < N; ++I) {
    const TxnState Theirs = Other.txnOrNone(I);
    TxnState &Mine = txn(I);
    if (Mine.status != Theirs.status && Mine.status != TxnState::Gone) {
      Mine.status = TxnState::Gone;
      Changed = true;
    }
  }
  if (!(pending == Other.pending) && !pending.empty()) {
    pending.clear();
    Changed = true;
  }
  return Changed;
}

void State::forget(const Place *P, bool ValuesToo) {
  if (ValuesToo)
    std::erase_if(env, [&](const auto &Entry) { return Entry.first->below(P); });
  for (auto It = facts.begin(); It != facts.end();) {
    bool Stale =
        llvm::any_of(It->second.about, [&](const Place *Q) { return Q->below(P) || P->below(Q); });
    It = Stale ? facts.erase(It) : std::next(It);
  }
}

} // namespace leasehold
