//===- Effects.h - what calling a function does to leases ------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one currency of the analyzer. A JSON model, an annotation, a summary of a
// visible body, a fact of another translation unit and a guess from a class's
// shape are five sources of the same struct; flow and rules never ask which.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_CATALOG_EFFECTS_H
#define LEASEHOLD_CATALOG_EFFECTS_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace clang {
class VarDecl;
}

namespace leasehold {

/// A thing that a call can touch: the object, an argument, the returned value or
/// (TU-local) a captured variable; `path` are fields below it.
struct Slot {
  enum Kind : uint8_t { Param, This, Return, Capture };
  Kind kind = Param;
  unsigned index = 0;                      ///< of the parameter, from 0
  const clang::VarDecl *capture = nullptr; ///< never exported to facts
  std::vector<std::string> path;

  static Slot param(unsigned I) { return {Param, I, nullptr, {}}; }
  static Slot self() { return {This, 0, nullptr, {}}; }
  static Slot result() { return {Return, 0, nullptr, {}}; }
  friend bool operator==(const Slot &, const Slot &) = default;
};

/// A place in the source. `raw` is a clang::SourceLocation's encoding, valid in
/// the translation unit that made it only; the rest travels between units.
struct Step {
  unsigned raw = 0;
  std::string file;
  unsigned line = 0, column = 0;
  std::string text;
};

/// When an open session of a type holds something scarce.
enum class Held : uint8_t { Always, InTransaction, Never };

/// The pool that a session comes from, as far as one function can tell.
struct PoolId {
  std::optional<Slot> from; ///< the object, seen from the function; a local variable is a Capture
  std::string name;         ///< of an object that the whole program knows by it
  std::string type;         ///< its class; empty: no pool, or nothing is known of it
  std::string text;         ///< for messages
  bool many = false;        ///< one of several of its kind, which one is not known

  friend bool operator==(const PoolId &A, const PoolId &B) {
    return A.from == B.from && A.name == B.name && A.type == B.type && A.many == B.many;
  }
};

struct Acquire {
  enum class Failure : uint8_t {
    Null,
    Held,
    Throws,
    Absent,
    Negative ///< the handle is a number, and no handle when below zero (a file descriptor)
  };
  enum class Status : uint8_t { None, ZeroIsOk, NonzeroIsOk };
  Slot to = Slot::result();
  std::optional<Slot> from;
  bool guarded = false; ///< its destructor gives it back
  bool pooled = true;   ///< false: opened by hand
  Failure failure = Failure::Null;
  Status status = Status::None;
  Held held = Held::Always;
  bool waits = true; ///< for a session to come back, when the pool has none to give
  PoolId pool;
};

/// Giving back may be refused, so that the session stays as it was: what the returned status says
/// of that.
enum class Refusal : uint8_t { Never, UnlessZero, IfZero, Unsaid };

struct Duration {
  unsigned param = 0;
  /// In nanoseconds per unit; 0 when the argument carries its own unit (chrono, timespec).
  uint64_t nsPerUnit = 0;
};

/// The call does not block when the argument has these bits, or equals this value; or when the
/// object, or the argument, was made from a text that begins so.
struct Unless {
  unsigned param = 0;
  std::optional<int64_t> bits, equals;
  std::string madeFrom;
  bool given = false; ///< the text is the argument's
  [[nodiscard]] bool holds(int64_t Argument) const {
    return (bits && (Argument & *bits) == *bits) || (equals && Argument == *equals);
  }
  friend bool operator==(const Unless &, const Unless &) = default;
};

struct Blocking {
  std::string kind; ///< sleep, wait, network, http, rpc, file, process, join, queue, lock, console
  std::string what; ///< a phrase for the message: "sleeps", "copies a file"
  std::optional<Duration> duration;
  std::vector<Unless> unless;
  bool onlyInLoop = false;
  bool websocketRead = false;
  std::vector<Step> chain; ///< from the callee down to the primitive
};

/// One more step in front of a witness chain, whose far end is cut where nobody reads on.
inline void prepend(std::vector<Step> &Chain, Step First) {
  constexpr size_t Longest = 8;
  Chain.insert(Chain.begin(), std::move(First));
  if (Chain.size() > Longest)
    Chain.resize(Longest);
}

/// A session is taken from a pool while the function runs, whether or not it outlives the call.
struct Takes {
  PoolId pool;
  bool lends = false; ///< what it is given to call runs while it holds the session
  std::vector<Step> chain;
};

struct TxnEffect {
  enum Kind : uint8_t { Begin, Commit, Rollback, Write, Read };
  Kind kind = Begin;
  Slot on;
  bool certain = true; ///< false: on some paths only
  bool either = false; ///< a commit that may as well be a rollback
  friend bool operator==(const TxnEffect &, const TxnEffect &) = default;
};

struct SqlText {
  Slot on;
  unsigned text = 0;
};

struct Autocommit {
  Slot of;
  unsigned param = 0;
};

struct ReturnsSame {
  Slot as;
  bool orNull = false;
};

struct Derives {
  Slot from;
  Slot to = Slot::result();
};

/// `to` holds afterwards what `from` held before (a constructor that keeps its argument).
struct Assigns {
  Slot to, from;
};

/// One of a pool's options, and where a program says it: in a field of a type, or in an argument.
struct Setting {
  enum Option : uint8_t {
    AcquireTimeout, ///< how long an acquire waits
    Recycle,        ///< how old a connection gets, or how long it may be idle
    PrePing,        ///< are idle connections tried before they are handed out?
    ResetOnReturn,  ///< is what a session left behind undone?
    Size,           ///< connections at most, but for...
    Overflow,       ///< ...these besides
    Database,       ///< the text that names the database
    Engine          ///< the text that names the kind of server
  };
  Option option = AcquireTimeout;
  std::string field;                ///< of the type
  unsigned param = 0;               ///< of the function
  std::string key;                  ///< the value stands behind this word in the text
  std::optional<unsigned> keyParam; ///< ... or in `param`, when this argument is that word
  uint64_t nsPerUnit = 0;           ///< 0: the value carries its own unit (chrono)
  std::optional<int64_t> never;     ///< with this value there is no limit
  std::string off;                  ///< the enumerator that switches it off
};

/// What is returned says whether the session can be used.
struct TellsAlive {
  Slot of;
  bool nonzero = true; ///< ... when it is not zero
};

struct Effects {
  /// What it does to sessions and transactions it does only when this holds.
  std::optional<Unless> when;
  std::vector<Acquire> acquires;
  std::vector<Acquire> spent; ///< handed out, too, but given back already
  std::vector<Slot> releases; ///< given back on every normal path
  Refusal refusal = Refusal::Never;
  std::vector<Slot> mayRelease; ///< on some
  /// ... of `mayRelease`: where it was given back, the body went on with another session, which the
  /// caller does not get and is not told of.
  std::vector<Slot> replaces;
  std::vector<Slot> empties; ///< null, or empty, afterwards
  std::vector<Slot> keeps;   ///< stored in something that lives longer
  std::vector<Assigns> assigns;
  std::optional<ReturnsSame> same;
  std::vector<Derives> derives;
  std::vector<Slot> frees;    ///< statements and rows, whose memory is gone then
  bool tellsServer = false;   ///< ... which is told so, on the session that they were made from
  std::vector<Slot> freesAll; ///< what was made from these sessions is freed
  /// What it releases is closed: who frees afterwards what was made from it tells no server.
  bool cutsOff = false;
  std::vector<TxnEffect> txn;
  std::optional<SqlText> sql;
  std::optional<Autocommit> autocommit;
  std::optional<TellsAlive> alive;
  std::optional<Blocking> blocks;
  std::vector<Slot> background; ///< callables or arguments that reach another thread
  bool backgroundRest = false;  ///< all arguments after the first background one, too
  std::optional<Slot> handle;   ///< the object through which that task is joined
  std::vector<Slot> joins, detaches;
  std::vector<Slot> handlers;      ///< live as long as the socket in `handlersOf`
  std::optional<Slot> handlersOf;  ///< only when this is a client's socket (QObject::connect)
  std::vector<Slot> invokes;       ///< called before the function returns
  std::vector<std::string> throws; ///< the thrown classes, most derived first
  std::vector<Step> throwChain;
  std::vector<Slot> usesMember; ///< sessions of `This` that the body uses
  std::vector<Takes> takes;
  std::vector<Setting> settings; ///< what its arguments say of a pool
  std::vector<Slot> ignores;     ///< parameters that nothing is done with
  bool borrowsArguments = false; ///< keeps and releases nothing but what is said above
  /// Always returns this number. Of a variable's fact: has it, and nothing changes it.
  std::optional<int64_t> constant;
  bool nonblocking = false; ///< annotated so: overrides what the body says
  std::string origin;       ///< "model libpq", "annotation", "summary", "shape: ..."

  [[nodiscard]] bool concernsLeases() const {
    return !acquires.empty() || !spent.empty() || !releases.empty() || !mayRelease.empty() ||
           !keeps.empty() || !assigns.empty() || same || !derives.empty() || !frees.empty() ||
           !freesAll.empty() || !txn.empty() || sql || autocommit;
  }
};

/// What a class is, as far as sessions are concerned.
enum class Role : uint8_t {
  None,
  Session,
  Guard,
  Pool,
  Transaction,
  Statement,
  Result,
  WebSocket,
  ClientSocket,
  Task,
  ScopeGuard,
  Ready,   ///< an awaitable that does not suspend
  Options, ///< of a pool
  Driver   ///< knows one kind of server
};

enum class OnDestroy : uint8_t { Nothing, Release, Rollback, Commit };
enum class Construction : uint8_t { Nothing, Any, NonDefault };

struct TypeTraits {
  Role role = Role::None;
  Construction opens = Construction::Nothing;  ///< constructing it acquires a session
  Construction begins = Construction::Nothing; ///< constructing it begins a transaction
  OnDestroy onDestroy = OnDestroy::Nothing;
  /// Of a guard that gives its session back: what it does before, to a transaction that is open.
  OnDestroy ends = OnDestroy::Nothing;
  Held held = Held::Always;
  bool threadAffine = false;
  bool readOnly = false;
  bool singleUse = false; ///< a transaction that takes no statement once it is over
  bool joinsOnDestroy = false;
  bool detached = false; ///< a result that needs no session any more
  bool pooled = false;   ///< a lease of a pool (an inferred element or guard)
  std::string origin;
  std::string reason;            ///< for `leasehold models`
  std::vector<Setting> settings; ///< what its fields say of a pool
  std::string engine;            ///< sqlite, mysql, postgres: the kind of server
};

[[nodiscard]] inline bool isSessionLike(Role R) { return R == Role::Session || R == Role::Guard; }

} // namespace leasehold

#endif // LEASEHOLD_CATALOG_EFFECTS_H
