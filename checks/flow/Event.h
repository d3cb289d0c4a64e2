//===- Event.h - what flow saw, for rules to word ---------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_FLOW_EVENT_H
#define LEASEHOLD_FLOW_EVENT_H

#include "catalog/Effects.h"
#include "flow/State.h"

namespace leasehold {

/// A lease of one function: an acquire expression, or a session that came in.
struct LeaseInfo {
  enum Origin : uint8_t {
    Acquired, ///< by an expression of this function
    Parameter,
    Member,   ///< a field of `this`, or a global
    Captured, ///< by the lambda that is being analysed
    Unknown   ///< returned by a function that nothing is known of
  };
  Origin origin = Acquired;
  const clang::Stmt *site = nullptr; ///< the acquire; null for borrowed leases
  const Place *place = nullptr;      ///< the parameter or member it came in by
  clang::SourceLocation at;
  Acquire acquire;
  Held held = Held::Always;
  bool pooled = false;
  bool threadAffine = false;
  bool guardType = false; ///< its class gives it back
  /// What the guard does to a transaction that is open then: nothing, or it ends it.
  OnDestroy ends = OnDestroy::Nothing;
  /// The variable that says which element of a local container it was put into, where the function
  /// never names another element: as long as that stands still, this is the one. Null: none.
  const clang::VarDecl *index = nullptr;
  bool atEnd = false;  ///< acquired where all ways lead to the program's end
  bool copied = false; ///< shared: the first owner to die does not end it
  bool ofPool =
      false; ///< a method of its own pool took it out of the container, not yet for others
  /// The member that it was alone in, and that got what may be the same session, or null.
  const Place *replaced = nullptr;
  PoolId pool;      ///< that it came from
  std::string name; ///< of the variable, for messages; may be empty
  std::string type; ///< of the session, for messages
  std::string from; ///< what handed it out: `pool.acquire()`
  [[nodiscard]] bool borrowed() const { return origin != Acquired; }
  /// A file descriptor and its like: no handle when below zero.
  [[nodiscard]] bool number() const { return acquire.failure == Acquire::Failure::Negative; }
};

struct TxnInfo {
  const clang::Stmt *site = nullptr;
  clang::SourceLocation at;
  std::optional<unsigned> lease;
  bool object = false;     ///< ended by a destructor, rather than BEGIN on a session
  bool ofGuard = false;    ///< by that of the guard that holds the session
  bool autocommit = false; ///< autocommit switched off
  bool borrowed = false;   ///< came in by a parameter, already open
  bool readOnly = false;
  bool singleUse = false; ///< takes no statement once it is over
  bool atEnd = false;     ///< begun where all ways lead to the program's end
  /// Something was done on the session while it was open, beyond asking. Of any path.
  bool worked = false;
  OnDestroy onDestroy = OnDestroy::Nothing;
  std::string name, type;
  /// The guard of its session may end it.
  void endWith(const LeaseInfo &I) {
    if (autocommit || I.ends == OnDestroy::Nothing)
      return;
    object = ofGuard = true;
    onDestroy = I.ends;
  }
  /// Ended by what is called on the session.
  [[nodiscard]] bool onSession() const { return !object || ofGuard; }
};

/// What a program says of one option of a pool; only what is constant.
struct PoolOption {
  Setting::Option option = Setting::AcquireTimeout;
  clang::SourceLocation at;
  std::optional<uint64_t> ns;    ///< a time
  std::optional<int64_t> number; ///< a count
  bool never = false;            ///< no limit
  bool off = false;
  std::string text;  ///< of a name
  std::string words; ///< as it stands in the source
};

/// All that a function says of one pool.
struct PoolOptions {
  std::string engine; ///< sqlite, mysql, postgres; empty: not known
  bool own = false;   ///< the pool is seen, and its server is none of these
  std::vector<PoolOption> options;
  [[nodiscard]] const PoolOption *find(Setting::Option O) const {
    for (const PoolOption &Each : options)
      if (Each.option == O)
        return &Each;
    return nullptr;
  }
};

enum class ExitKind : uint8_t { Normal, Exception, Lost };

struct Event {
  enum Kind : uint8_t {
    SlowCall,      ///< `at` may block while `lease` is held
    Suspend,       ///< `at` awaits or yields (`name`) while `lease` is held
    ToTask,        ///< `at` hands `lease` (or what derives from it) to another thread
    MemberInTask,  ///< `at` runs code on another thread that uses the session in field `name`
    ToHandler,     ///< `at` registers a handler that captured `lease`
    InConnection,  ///< a member or a store keeps a session as long as a socket
    ReadLoop,      ///< `at` reads in a loop that the client ends, while `lease` is held
    Leak,          ///< `lease` is not given back at an exit
    MemberLeak,    ///< nothing in class `name` gives back `lease`, kept in field `detail`
    LeftOpen,      ///< `lease` is in field `name` at an exit, and flag `detail` says otherwise
    LeftToCallers, ///< `lease` is in field `name` where `detail` says that it failed; by `chain`,
                   ///< lost
    OpenedOver,    ///< `at` calls `detail` again, which fills field `name`; `exitAt` did before
    ClearedWhileOpen, ///< `at` clears flag `detail` of the open session in field `name`
    ManualRelease,    ///< released on all paths, but by hand
    Swallowed,        ///< the handler at `at` caught a failure on `lease`, which `name` uses after
    SetsOption,       ///< `at` sets `option` of `pool`
    OutsideLayer,     ///< `at` acquires `lease` (null: lends one) in `name`, not a repository
    AcrossLayer,      ///< `at`, in one repository, calls `name` of another while `lease` is held
    OpenTransaction,  ///< `txn` is open at an exit
    NeverCommitted,   ///< a transaction object wrote and no path commits
    NestedAcquire,    ///< `at` takes a session from pool `detail` while `lease` is held
    UseAfterRelease,  ///< `at` uses `name`, whose `lease` has ended
    UseAfterEnd,      ///< `at` (a call of `name`) uses `txn`, which is over
    EndsTooLate,   ///< `at` gives the session of `txn` back, whose destructor ends it at `exitAt`
    ReleasedTwice, ///< `at` gives back `lease` once more
    UsedAfterFree, ///< `at` uses `name`, a statement or rows (`detail`), freed at `exitAt`
    FreedTwice,    ///< ... frees it once more
    ReturnsDead,   ///< `at` returns what dies with `lease`
    LongLived      ///< `lease` is kept in `name`, which lives as long as the process
  };
  Kind kind = SlowCall;
  clang::SourceLocation at;
  const LeaseInfo *lease = nullptr;
  const TxnInfo *txn = nullptr;
  const PoolOptions *pool = nullptr;
  const PoolOption *option = nullptr;
  std::optional<Blocking> blocking;
  ExitKind exit = ExitKind::Normal;
  clang::SourceLocation exitAt;
  std::string name;   ///< of the callee, the captured variable or the member
  std::string detail; ///< how it was handed over; what the exit is
  TrailRef trail;
  std::vector<Step> chain;
  bool idleAutocommit = false;
  bool certain = true; ///< NestedAcquire: the same object, not only one of the same class
};

} // namespace leasehold

#endif // LEASEHOLD_FLOW_EVENT_H
