//===- State.h - what is known on one path through a function --*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lattice. A state has two halves: the property (what each lease and each
// transaction is) and the environment (which place holds which value, which branch
// facts separate this path from others). Property simulation (Das, Lerner, Seigle:
// ESP, PLDI 2002) merges states whose properties agree and keeps the others apart.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_FLOW_STATE_H
#define LEASEHOLD_FLOW_STATE_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace clang {
class CXXCatchStmt;
}

namespace leasehold {

/// A memory location by name: a variable, `this`, or a temporary, and fields below it.
/// A pointer and what it points to share a place, as p->f and p.f do.
struct Place {
  const clang::Decl *root = nullptr; ///< null: `this` or a temporary
  const clang::Expr *temporary = nullptr;
  const Place *parent = nullptr;
  std::string field;
  unsigned id = 0;

  [[nodiscard]] const Place *top() const {
    const Place *P = this;
    while (P->parent)
      P = P->parent;
    return P;
  }
  [[nodiscard]] bool isSelf() const { return top()->field == "this"; }
  [[nodiscard]] bool isReturned() const { return top()->field == "return"; }
  /// An element of something, or a part of one: one of many that are not told apart.
  [[nodiscard]] bool isElement() const {
    for (const Place *P = this; P; P = P->parent)
      if (P->field == "[]")
        return true;
    return false;
  }
  [[nodiscard]] bool below(const Place *Other) const {
    for (const Place *P = this; P; P = P->parent)
      if (P == Other)
        return true;
    return false;
  }
  /// The fields from the top, outermost first.
  [[nodiscard]] std::vector<std::string> path() const;
};

/// Interns places; pointers are stable and comparable.
class PlaceTable {
public:
  const Place *root(const clang::Decl *D);
  const Place *self();
  const Place *returned();
  const Place *temporary(const clang::Expr *E);
  const Place *child(const Place *P, llvm::StringRef Field);
  const Place *follow(const Place *P, const std::vector<std::string> &Path);

private:
  std::deque<Place> Places;
  std::map<std::tuple<const void *, const void *, std::string>, const Place *> Index;
  const Place *intern(const clang::Decl *D, const clang::Expr *E, const Place *Parent,
                      llvm::StringRef Field);
};

struct Value {
  enum Kind : uint8_t {
    Unknown,
    Null,
    Int, ///< `number`
    NonZero,
    Lease,    ///< the session of lease `id`
    Txn,      ///< the transaction object `id`
    Derived,  ///< a statement, result or helper made from lease `id`
    Address,  ///< of `place`
    Closure,  ///< a lambda or bound call: `expr`
    Status,   ///< the status returned by the call that acquired lease `id`
    Asked,    ///< is a transaction open on lease `id`; `number`: non-zero means no
    Alive,    ///< can lease `id` be used; `number`: non-zero means yes
    Begun,    ///< the status returned by the call that began transaction `id`
    Freed,    ///< a statement, or rows: by `expr`; `number`: the server was told
    GaveBack, ///< the status returned by the call that gave lease `id` back, unless refused
    Task      ///< the handle of background task `id`
  };
  Kind kind = Unknown;
  /// An alias that may be null although the lease is held (mysql_real_connect's result).
  bool weak = false;
  unsigned id = 0;
  int64_t number = 0;
  const Place *place = nullptr;
  const clang::Expr *expr = nullptr;

  friend bool operator==(const Value &, const Value &) = default;
  explicit operator bool() const { return kind != Unknown; }
  /// A number, an empty pointer or one to nothing: nothing that speaks of a lease.
  [[nodiscard]] bool plain() const {
    return kind == Null || kind == Int || kind == NonZero || kind == Freed;
  }
  static Value null() { return {Null, false, 0, 0, nullptr, nullptr}; }
  static Value integer(int64_t N) { return {Int, false, 0, N, nullptr, nullptr}; }
  static Value nonZero() { return {NonZero, false, 0, 0, nullptr, nullptr}; }
  static Value lease(unsigned Id, bool Weak = false) {
    return {Lease, Weak, Id, 0, nullptr, nullptr};
  }
  static Value txn(unsigned Id) { return {Txn, false, Id, 0, nullptr, nullptr}; }
  static Value derived(unsigned Id) { return {Derived, false, Id, 0, nullptr, nullptr}; }
  static Value address(const Place *P) { return {Address, false, 0, 0, P, nullptr}; }
  static Value freed(const clang::Expr *By, bool ToldServer) {
    return {Freed, false, 0, ToldServer, nullptr, By};
  }
  static Value closure(const clang::Expr *E) { return {Closure, false, 0, 0, nullptr, E}; }
  static Value status(unsigned Id) { return {Status, false, Id, 0, nullptr, nullptr}; }
  /// `number`: 0 when zero means success, 1 when not zero does.
  static Value begun(unsigned Id, bool NonzeroIsOk) {
    return {Begun, false, Id, NonzeroIsOk, nullptr, nullptr};
  }
  static Value gaveBack(unsigned Id, bool NonzeroIsOk) {
    return {GaveBack, false, Id, NonzeroIsOk, nullptr, nullptr};
  }
  /// `number`: 1 when not zero means that it can be used, 0 when zero does.
  static Value alive(unsigned Id, bool NonzeroIsOk) {
    return {Alive, false, Id, NonzeroIsOk, nullptr, nullptr};
  }
  static Value task(unsigned Id) { return {Task, false, Id, 0, nullptr, nullptr}; }
};

/// One step of a path, newest first. Shared between states.
struct Trail {
  std::shared_ptr<const Trail> before;
  clang::SourceLocation at;
  std::string text;
};
using TrailRef = std::shared_ptr<const Trail>;

struct LeaseState {
  enum Status : uint8_t {
    None, ///< not acquired on this path
    Held,
    Stored, ///< held, by something that outlives the function
    Released,
    Absent, ///< the acquire failed
    Gone    ///< not known any more; counts as not held
  };
  Status status = None;
  /// Somebody looked, and it is there; otherwise the acquire may have failed, and nobody has
  /// looked.
  bool sure = false;
  bool used = false;
  /// Borrowed: a transaction that was open on entry was ended here.
  bool endedEntryTxn = false;
  /// Borrowed: given to something unknown, which may have ended it.
  bool passedOn = false;
  /// The place whose destructor gives it back; null: by hand.
  const Place *owner = nullptr;
  /// The handler that caught a failure of work in an open transaction on it, and did not deal
  /// with it so far; null: none.
  const clang::CXXCatchStmt *swallowed = nullptr;
  bool byHand = false; ///< released by a call rather than by a destructor
  /// Stored in a field while these of its flags (bits, by OpenFlags::of) say that it is closed.
  uint8_t unsaid = 0;
  bool told = false;   ///< that it is used after its end
  bool cutOff = false; ///< closed, with the statements that were made from it
  /// Released: what names that still refer to it are good for. Of it only Refused is part of the
  /// property.
  enum Remains : uint8_t {
    Unknown, ///< it may be another session by now
    Closed,  ///< the object is there, without its session
    Dangling,
    Refused ///< it was not given back, after all
  };
  Remains remains = Unknown;
  /// Released by a call while this guard held it, which will do so again.
  const Place *behind = nullptr;
  clang::SourceLocation changed; ///< not part of the property, as the one before
  [[nodiscard]] bool mayBeUsed() const { return remains == Unknown || remains == Refused; }
  /// Given back, for certain.
  [[nodiscard]] bool spent() const { return status == Released && remains == Dangling; }
  /// ... and nobody was told of a use after that.
  [[nodiscard]] bool dangling() const { return spent() && !told; }
};

struct TxnState {
  enum Status : uint8_t {
    None,
    Open,
    Idle, ///< finished, but autocommit is still off
    Ended,
    Abandoned,  ///< its object died unfinished on a normal path
    RolledBack, ///< its object died while an exception unwound
    Gone
  };
  Status status = None;
  bool wrote = false;
  bool used = false; ///< some statement ran in it, on all ways that lead here
  bool told = false; ///< that it is used although it is over
  const Place *owner = nullptr;
  clang::SourceLocation changed = {}; ///< not part of the property, as the two before
};

/// A task that was given a lease and not yet joined.
struct PendingTask {
  unsigned task = 0, lease = 0;
  friend bool operator==(const PendingTask &, const PendingTask &) = default;
};

/// A branch fact about a pure expression: `expr == number` is `equal`.
struct Fact {
  bool equal = false;
  int64_t number = 0;
  llvm::SmallVector<const Place *, 2> about;
  friend bool operator==(const Fact &, const Fact &) = default;
};

class State {
public:
  std::map<const Place *, Value> env;
  std::map<const clang::Expr *, Value> temps;
  std::map<std::string, Fact> facts; ///< by the expression's profile
  std::vector<LeaseState> leases;
  std::vector<TxnState> txns;
  std::vector<PendingTask> pending;
  std::vector<const clang::VarDecl *> live; ///< with something to destroy, oldest first
  /// What handlers that throw on may have caught: classes, by their number in the walker.
  std::map<const clang::CXXCatchStmt *, std::set<unsigned>> caught;
  TrailRef trail;
  std::optional<Value> returned;
  std::optional<int64_t> returnedConstant;
  clang::SourceLocation exitAt;

  LeaseState &lease(unsigned Id) {
    if (leases.size() <= Id)
      leases.resize(Id + 1);
    return leases[Id];
  }
  TxnState &txn(unsigned Id) {
    if (txns.size() <= Id)
      txns.resize(Id + 1);
    return txns[Id];
  }
  [[nodiscard]] const LeaseState &leaseOrNone(unsigned Id) const {
    static const LeaseState Nothing;
    return Id < leases.size() ? leases[Id] : Nothing;
  }
  [[nodiscard]] const TxnState &txnOrNone(unsigned Id) const {
    static const TxnState Nothing;
    return Id < txns.size() ? txns[Id] : Nothing;
  }
  /// How much there is to copy, join and keep.
  [[nodiscard]] size_t weight() const {
    return 1 + env.size() + temps.size() + facts.size() + leases.size() + txns.size();
  }
  /// The property half, as bytes that are equal when properties are.
  [[nodiscard]] std::string property() const;
  /// Joins the environment of a state with the same property. Returns whether this changed.
  bool join(const State &Other);
  /// Joins a state with another property: what disagrees is not held any more.
  bool collapse(const State &Other);
  void step(clang::SourceLocation At, std::string Text) {
    trail = std::make_shared<const Trail>(Trail{trail, At, std::move(Text)});
  }
  /// Forgets values and facts that a change of `P` (and of what is below it) makes stale.
  void forget(const Place *P, bool ValuesToo = true);
};

} // namespace leasehold

#endif // LEASEHOLD_FLOW_STATE_H
