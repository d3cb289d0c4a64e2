//===- Walker.h - walks one function's CFG over its leases -----*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A forward analysis over clang::CFG. Exceptional exits are walked here rather than
// taken from the CFG, whose exception edges run no destructors. The parts:
//   Walker.cpp   worklist, elements; Branches.cpp, what conditions say
//   Values.cpp   what an expression denotes: places and values
//   Calls.cpp    applying Effects at a call; Changes.cpp, what it may have changed
//   SlowCalls.cpp, Suspensions.cpp   what waits while a lease is held
//   Layers.cpp   the repository layer
//   Tasks.cpp    closures, background work, handlers
//   Handlers.cpp what a handler makes of a failure
//   Statements.cpp   statements and rows that are freed
//   Nesting.cpp  a second session of a pool; Uses.cpp, what is used too late;
//   LongLived.cpp, what is kept as long as the process
//   TakenOut.cpp what a pool's own method takes out of its container
//   ScopeExits.cpp   blocks that run where their scope ends
//   Objects.cpp  objects that the function allocates
//   LeftOpen.cpp what is open in a field although its flag says otherwise (OpenFlags.h)
//   FailedOpens.cpp  ... although the function says that it failed
//   Exits.cpp    destructors, unwinding, what is wrong at an exit
//   Summary.cpp  the Effects of the whole function
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_FLOW_WALKER_H
#define LEASEHOLD_FLOW_WALKER_H

#include "catalog/Catalog.h"
#include "catalog/Sql.h"
#include "flow/Body.h"
#include "flow/Event.h"
#include "flow/State.h"
#include "clang/Analysis/CFG.h"
#include <deque>
#include <functional>
#include <set>

namespace leasehold {

class OpenFlags;
struct OpenFlag;
struct Unit;

struct FlowOptions {
  /// Constant waits below this, outside loops, are no slow calls. Nanoseconds.
  uint64_t minSlow = 100000000;
  /// The repository layer: globs of qualified names of functions, classes or namespaces. Empty:
  /// none is declared.
  std::vector<std::string> repositories;
  /// States per block before they are collapsed.
  unsigned maxStates = 32;
  /// Block executions per CFG block before the function is given up.
  unsigned maxVisits = 96;
  /// ... as is one whose states are too large: what they know, in all that are kept at a time (some
  /// 100 bytes each), and in all that were handed on.
  size_t maxKept = size_t(4) << 20;
  size_t maxHandedOn = size_t(32) << 20;
};

/// The states on entry of each block, for `leasehold dump-flow`.
struct FlowDump {
  std::vector<std::pair<unsigned, std::vector<std::string>>> blocks;
};

/// A session that a method opened by hand and left in a field of its object.
struct StoredMember {
  std::string field;
  LeaseInfo lease;
  clang::SourceLocation at; ///< of the store
};

/// A session in a field of an object that lives on, where the function returns a constant.
struct LeftSession {
  std::string field;
  LeaseInfo lease;
  int64_t result = 0;
  clang::SourceLocation at;
  TrailRef trail;
};

struct FlowResult {
  std::deque<LeaseInfo> leases;
  std::deque<TxnInfo> txns;
  std::vector<Event> events;
  std::vector<StoredMember> stored; ///< opened by hand
  std::vector<StoredMember> kept;   ///< taken from a pool
  std::vector<LeftSession> left;    ///< opened by hand
  /// Fields of `this` whose value on entry the function looked at.
  std::set<std::string> lookedAt;
  Effects summary;
  bool overBudget = false;
};

class Walker {
public:
  /// `Flags` (may be null) of the unit.
  Walker(Catalog &C, const clang::FunctionDecl &F, const Body &B, const FlowOptions &O,
         const OpenFlags *Flags = nullptr);
  /// Walks to the fixpoint. `Dump` (may be null) receives the states of every block.
  FlowResult run(const clang::CFG &Graph, FlowDump *Dump = nullptr);

private:
  // Walker.cpp
  void enter(State &S);
  void enterHandles(State &S);
  void findLoops(const clang::CFG &G);
  void findEnding(const clang::CFG &G);
  [[nodiscard]] bool tooMuch() const { return Kept > O.maxKept || HandedOn > O.maxHandedOn; }
  void propagate(const clang::CFGBlock *To, State S);
  void runBlock(const clang::CFGBlock &B, State S, size_t From = 0, unsigned Parted = 0);
  unsigned numberOf(llvm::ArrayRef<std::string> Thrown);
  bool element(const clang::CFGElement &E, State &S);
  bool statement(const clang::Stmt &St, State &S);
  bool assume(State &S, const clang::Expr *Cond, bool Truth);
  std::optional<bool> assumeSame(State &S, const clang::Expr *A, const clang::Expr *B, bool Equal);
  std::optional<bool> assumePredicate(State &S, const clang::CallExpr &Of, bool Truth);
  bool assumeNumber(State &S, const clang::Expr *E, const Value &V, bool Failed);
  bool assumeEquals(State &S, const clang::Expr *E, bool Equal, int64_t Number);
  void branch(const clang::CFGBlock &B, State S);
  std::optional<bool> known(const State &S, const clang::Expr *Cond);
  void split(const State &S, const clang::Expr *Cond, bool Truth, std::vector<State> &Out);
  static const clang::Expr *truthStored(const clang::CFGElement &E);
  std::vector<State> waysOf(const State &S, const clang::Expr &Truth);
  bool inSight(const Place *P, clang::QualType T) const;

  // Declarations.cpp
  void declare(const clang::VarDecl &V, State &S);
  void flagged(const clang::Expr &To, const clang::Expr &From, State &S, const clang::Stmt &At);
  void assign(const clang::Expr &To, const clang::Expr &From, State &S, const clang::Stmt &At);
  void bind(const clang::DecompositionDecl &D, State &S);
  void keepForEver(const clang::VarDecl &V, const clang::Expr &Init, State &S);
  std::vector<std::pair<const Place *, Value>> takeParts(const Place &Temp, const Place *To,
                                                         State &S);

  // Values.cpp
  Value eval(State &S, const clang::Expr *E);
  const Place *resolve(State &S, const clang::Expr *E);
  Value at(State &S, const Place *P, clang::QualType T);
  Value member(State &S, const Place *P, clang::QualType T);
  bool keepsHandle(const LeaseInfo &I);
  std::optional<int64_t> constant(const clang::Expr *E);
  bool isSomeElement(const clang::Expr *E);
  std::optional<std::pair<std::string, llvm::SmallVector<const Place *, 2>>>
  pureKey(State &S, const clang::Expr *E);
  void reachable(State &S, const Value &V, std::set<unsigned> &Leases, unsigned Depth = 0);
  void reachable(State &S, const clang::Expr *E, std::set<unsigned> &Leases);
  /// `V`, stored in `To` by `At`: ownership follows.
  void store(State &S, const Place *To, Value V, clang::QualType Type, const clang::Stmt &At);
  /// ... which has no owner to follow.
  static void setPlain(State &S, const Place *To, const Value &V);
  /// After `Index` got another value.
  void moved(State &S, const Place &Index, const clang::Stmt &At);
  unsigned addLease(LeaseInfo I);
  unsigned leaseAt(const clang::Stmt *Site, const std::function<LeaseInfo()> &Make);
  unsigned txnAt(const clang::Stmt *Site, const std::function<TxnInfo()> &Make);
  /// A transaction object that `Site` makes, open, and owned by `Owner`.
  Value beginObject(State &S, const clang::Expr &Site, std::optional<unsigned> Lease,
                    const TypeTraits &T, llvm::StringRef Type, const Place *Owner);
  std::string describe(const clang::Expr *E);

  // Calls.cpp
  struct Call {
    const clang::Expr *expr = nullptr;
    const clang::FunctionDecl *callee = nullptr;
    const clang::Expr *object = nullptr; ///< the implicit object argument
    const Place *self = nullptr;         ///< of a construction: the new object
    bool exact = false;                  ///< no overrider of the callee is meant
    llvm::SmallVector<const clang::Expr *, 6> args;
    const Effects *effects = nullptr;
    std::set<unsigned> received; ///< leases that reach the callee
    std::set<unsigned> releasedOnly;
  };
  bool call(const clang::Expr &E, State &S);
  bool diesHere(const Place *P);
  std::optional<TellsAlive> asksAlive(const Call &C);
  void construct(const clang::CXXConstructExpr &E, State &S);
  std::vector<std::pair<std::vector<std::string>, Value>> partsIn(State &S, const clang::Expr *E);
  bool assignParts(const Call &C, State &S);
  void apply(Call &C, State &S);
  bool vocabulary(Call &C, State &S);
  void exchange(State &S, const clang::Expr &X, const clang::Expr &Y);
  void throwsAsMade(State &S, const Call &C, const clang::CXXRecordDecl *Of);
  static bool isPointerLike(const clang::CXXRecordDecl *Rec);
  Value wrapped(State &S, const clang::CXXRecordDecl &Rec, const clang::Expr &E);
  void movedFrom(State &S, const clang::Expr &E);
  Value slotValue(State &S, const Call &C, const Slot &L);
  const Place *slotPlace(State &S, const Call &C, const Slot &L);
  const clang::Expr *slotExpr(const Call &C, const Slot &L);
  const Effects *inThisCase(const Call &C, const Effects *E);
  bool fits(const Call &C, const Slot &L, unsigned Lease);
  const Place *collector(State &S, const Call &C, const Value &V);
  void release(State &S, unsigned Lease, clang::SourceLocation At);
  void absent(State &S, unsigned Lease);
  void dead(State &S, unsigned Lease);
  void uncertain(State &S, const Value &V);
  void keep(State &S, const Value &V, const clang::Stmt &At);
  Value acquire(State &S, const Call &C, const Acquire &A, const clang::Stmt *Site,
                clang::QualType Type);
  void transact(State &S, const Call &C, const TxnEffect &T);
  void begin(State &S, const Value &On, const clang::Stmt &Site, bool Autocommit);
  void finish(State &S, const Value &On, bool Commit, bool Certain, clang::SourceLocation At);
  void touch(State &S, const Value &On, TxnEffect::Kind Kind);
  void sql(State &S, const Call &C, const SqlText &T);
  void toldToEnd(State &S, const Call &C);
  void slow(State &S, const Call &C);
  bool ofItsGuard(State &S, const Call &C, unsigned Lease);
  [[nodiscard]] bool scarce(const State &S, unsigned Lease) const;
  /// A transaction that is open on the lease; null: none.
  [[nodiscard]] const TxnInfo *openOn(const State &S, unsigned Lease) const;
  bool replaces(State &S, const clang::Stmt *In, const Call &C, unsigned Lease);
  bool blocksNow(State &S, const Call &C, const Blocking &B, const clang::Stmt *Since);
  Value resultOf(State &S, const Call &C);

  // Changes.cpp
  void passedUnseen(State &S, const Call &C);
  void invalidate(State &S, const Call &C);
  void emptied(State &S, const Call &C);

  // Suspensions.cpp
  void suspend(State &S, const clang::CoroutineSuspendExpr &E);
  bool goesOnAtOnce(const clang::CoroutineSuspendExpr &E);
  void given(State &S, const clang::Stmt *To, std::set<unsigned> &Leases, unsigned Calls = 0,
             unsigned Variables = 0);

  // Handlers.cpp
  struct HandlerFacts {
    bool decides = false;                  ///< throws, returns or ends the program on some path
    bool otherServer = false;              ///< for one that undoes a failed statement alone
    std::set<const clang::Decl *> changes; ///< outside of it; null: `this`
  };
  const HandlerFacts &handlerFacts(const clang::CXXCatchStmt &H);
  void swallow(State &S, const clang::CXXCatchStmt &H, const std::set<unsigned> &Leases,
               const Call *Failing, const State &Before);
  /// Whoever rolls back, begins anew or hands the session on deals with the failure.
  void dealtWith(State &S, const Value &On);
  /// `At` works with the session: on and on, after a failure was swallowed?
  void worksOn(State &S, const Value &On, const clang::Expr &At, llvm::StringRef How);
  void lookedAt(State &S, const clang::Expr *Cond);
  // Nesting.cpp
  void noteTake(State &S, const PoolId &Pool, std::vector<Step> Chain, bool Lends);
  /// `InLambda`: the chain begins in a lambda that is written here.
  void nested(State &S, const Call &C, const PoolId &Second, const std::vector<Step> &Chain,
              bool InLambda = false);
  void takes(State &S, const Call &C);
  void lends(State &S, const clang::CallExpr &E);
  bool waitsForFree(const Call &C);

  // Uses.cpp
  [[nodiscard]] bool servesThroughPool() const;
  void uses(State &S, const Call &C);
  void used(State &S, const Call &C, const clang::Expr *E, bool Object, unsigned Index);
  void readsField(State &S, const clang::ImplicitCastExpr &Cast);
  void tooLate(State &S, unsigned Lease, Event::Kind Kind, clang::SourceLocation At,
               std::string Name = {}, llvm::StringRef Of = {});
  void askedOfGuard(State &S, const Call &C);
  const Place *memberGuard(State &S, const clang::Expr *E);
  void guardReleasesAgain(State &S, const Place *P, clang::SourceLocation At);
  void endsTooLate(State &S, unsigned Txn, clang::SourceLocation At);
  void usedAfterEnd(State &S, const Call &C, const Value &Of, const Slot &As);
  std::optional<Slot> slotOf(const Place *P) const;
  struct ExitFact;
  static Refusal refusal(unsigned Lease, const std::vector<const ExitFact *> &Normal);
  void handsOutSpent(unsigned Lease, const std::vector<const ExitFact *> &Normal);
  [[nodiscard]] bool givenAnother(const Slot &L) const;
  [[nodiscard]] bool replaces(unsigned Lease, const Slot &L,
                              const std::vector<const ExitFact *> &Normal) const;
  bool replaced(State &S, const Call &C, const Value &V);
  void leavesSpent(const std::vector<const ExitFact *> &Normal);
  void receiveSpent(State &S, const Call &K);
  void releasedAgain(State &S, const Call &K);
  void releasedAgain(State &S, const Value &V, clang::SourceLocation At);
  void remains(State &S, const Call &C, const Slot &L, unsigned Lease);
  void returnsDead(State &S, const clang::Expr &E);
  [[nodiscard]] bool diesWithFunction(const Place *Owner) const;
  [[nodiscard]] static bool refersToSession(clang::QualType T);
  [[nodiscard]] static clang::QualType leaseType(const LeaseInfo &I);

  // Statements.cpp
  const Place *freeable(State &S, const Call &C, const Slot &L);
  void frees(State &S, const Call &C);
  void usedAfterFree(State &S, const Call &C);
  bool cutsOff(const Call &C);
  [[nodiscard]] bool tellsOthers(const State &S, const Call &C, const Value &Of) const;
  void freedParameters(const std::vector<const ExitFact *> &Normal);

  // LongLived.cpp
  void longLived(State &S);
  void longLived(State &S, unsigned Lease, const clang::VarDecl &In, clang::SourceLocation At);

  // Layers.cpp
  bool inLayer(const clang::Decl &D);
  void lends(const Call &C);
  void acrossLayer(State &S, const Call &C);
  void outsideLayer();

  // Tasks.cpp
  void background(State &S, Call &C);
  void handlers(State &S, Call &C);
  struct Captured {
    unsigned lease;
    std::string name;
    bool moved;
    std::string how;
    bool object = false; ///< kept as it is, rather than by a callable
  };
  void captures(State &S, const clang::Expr *Callable, std::vector<Captured> &Out,
                std::vector<std::string> *Members = nullptr);
  void registered(State &S, const clang::Expr *A, std::vector<Captured> &Out);
  void invoke(State &S, const clang::Expr *Callable, const clang::Stmt &At);
  void applyCaptured(State &S, const Effects &E, const clang::Stmt &At);
  Effects blockEffects(const clang::VarDecl &Guard, const clang::CXXMethodDecl &Block);
  void touchTasks(State &S, unsigned Lease);
  void joinTask(State &S, unsigned Task);
  void discardedAsync(State &S, unsigned Task);

  // Objects.cpp
  bool isOwn(const State &S, const clang::VarDecl &V);
  void points(State &S, const Place *To, const clang::Expr &From, const clang::Stmt &At);
  void othersKnow(State &S, const clang::Expr &E, const clang::Stmt &At);
  void othersKnow(State &S, const Call &K);
  bool untold(const clang::Expr *Session, const Value &V);

  // LeftOpen.cpp
  void unsaid(LeaseState &L, const Place &In);
  void said(State &S, llvm::function_ref<bool(const OpenFlag &)> IsSet);
  void flagSet(State &S, const clang::Expr &To);
  void flagsSet(State &S, const clang::FunctionDecl *By);
  const LeaseInfo *leftIn(const State &S, const Place *P, const Value &V) const;
  void leftByResult(const State &S, clang::SourceLocation At);
  void leftInFields(const State &S, ExitKind Kind, clang::SourceLocation At);

  // TakenOut.cpp
  struct OutOfPool {
    const clang::VarDecl *variable;
    const clang::CXXMemberCallExpr *front, *pop;
  };
  void findTakenOut();
  void takesOut(State &S, const Call &K);
  [[nodiscard]] bool outlives(const Call &K, const Slot &L, unsigned Lease) const;

  // Exits.cpp
  void cleanUp(State &S, const clang::VarDecl &V, clang::SourceLocation At);
  void destroyVar(State &S, const clang::VarDecl &V, clang::SourceLocation At);
  void destroy(State &S, const Place *P, clang::QualType T, clang::SourceLocation At);
  void destroyParts(State &S, const Place *P, const clang::CXXRecordDecl &Rec,
                    clang::SourceLocation At);
  /// `Failed`: the call that throws, when one does.
  void unwind(State S, const clang::Stmt *At, llvm::ArrayRef<std::string> Thrown,
              llvm::StringRef What, const Call *Failed = nullptr);
  enum class Catch : uint8_t { No, Perhaps, Certain };
  Catch catches(const clang::CXXCatchStmt &H, llvm::ArrayRef<std::string> Thrown) const;
  std::vector<std::string> hierarchy(clang::QualType T) const;
  void connectionMembers(State &S);
  void exit(State S, ExitKind Kind, clang::SourceLocation At);
  [[nodiscard]] bool endsAnyway(ExitKind Kind, bool MadeThen) const;
  void leaks(State &S, ExitKind Kind, clang::SourceLocation At);
  void openTransactions(State &S, ExitKind Kind, clang::SourceLocation At);
  void lost(State &S, unsigned Lease, clang::SourceLocation At, llvm::StringRef Why);
  void leftOpen(State &S, unsigned Txn, ExitKind Kind, clang::SourceLocation At,
                llvm::StringRef Why);

  // Summary.cpp
  void noteExit(const State &S, ExitKind Kind);
  void finishSummary();
  [[nodiscard]] bool callerSees(const Slot &S) const;

  void emit(Event E);

  Catalog &C;
  const clang::FunctionDecl &F;
  const Body &B;
  const FlowOptions &O;
  const OpenFlags *Flags;
  clang::ASTContext &Ctx;
  const clang::CFG *Graph = nullptr;
  PlaceTable Places;
  FlowResult R;
  std::map<const clang::Stmt *, unsigned> LeaseIds, TxnIds, TaskIds;
  std::map<const Place *, unsigned> BorrowedAt;
  std::map<const clang::CXXCatchStmt *, const clang::CFGBlock *> CatchBlocks;
  struct TaskInfo {
    const clang::Expr *site;
    bool async; ///< std::async: the last future waits when it dies
  };
  std::vector<TaskInfo> TaskSites;
  std::map<const Effects *, Effects> Otherwise; ///< inThisCase(), in the other case
  std::map<const clang::CXXCatchStmt *, HandlerFacts> KnownHandlers;
  /// Calls that were told to take a second session while they hold the lease.
  std::set<std::pair<const clang::Expr *, unsigned>> NestedIn;
  std::set<unsigned> Savepoints; ///< leases on which the function sets some
  /// Parameters of functions that this one calls: may they be remembered?
  llvm::DenseMap<const clang::ParmVarDecl *, bool> Remembered;
  std::vector<OutOfPool> TakenOut;
  std::set<unsigned> TaskLeases;           ///< given to some task
  std::map<unsigned, Event> PendingEvents; ///< by task * 1024 + lease
  std::set<std::tuple<int, const void *, unsigned, unsigned>> Emitted;
  bool Exceptions = true, InPool = false, ManagesPool = false, IsMain = false, Unwinding = false,
       Destroying = false;

  struct Entry {
    std::map<std::string, State> states;
    std::set<std::string> dirty;
    bool onceOnly = false; ///< no way leads back to it
  };
  std::vector<Entry> Entries;
  unsigned Asked = 0;            ///< calls of known() and assumePredicate() under way
  size_t Kept = 0, HandedOn = 0; ///< of FlowOptions::maxKept, maxHandedOn
  std::vector<bool> Ending;      ///< by block id: all ways lead to the program's end, as by exit(1)
  bool InEnding = false;         ///< is the block that is walked one of these?
  std::vector<unsigned> Order;   ///< reverse post-order number by block id
  std::set<std::pair<unsigned, unsigned>> Work;

  /// What the exits said, for the summary and for the verdicts that need all of them.
  struct ExitFact {
    ExitKind kind;
    std::vector<LeaseState> leases;
    std::vector<TxnState> txns;
    std::optional<Value> returned;
    std::optional<int64_t> constant;
    std::map<const Place *, Value> env;
    TrailRef trail;
    clang::SourceLocation at;
  };
  std::vector<ExitFact> Exits;
  std::set<const Place *> UsedMembers;
  std::vector<std::vector<std::string>> ThrownClasses; ///< by numberOf()
  std::optional<bool> Constructs;                      ///< partOfConstruction(F), when asked
  bool constructs();
  bool diesUnclosed(const Place *P, const Value &V, unsigned Lease);
  void verdicts();
};

/// The block that runs where a local object of this class dies; null: it is no such class.
const clang::CXXMethodDecl *scopeExitOf(const clang::CXXRecordDecl &R);

/// std::pair and std::tuple.
bool keepsPartsApart(const clang::CXXRecordDecl &R);

/// Does a constructor run this method, itself or through others, on an object that no destructor
/// will be run for when it throws?
bool partOfConstruction(const clang::CXXMethodDecl &M);

/// What a function's body says of pools' options. `Pools` must outlive the events.
std::vector<Event> poolOptions(Catalog &C, const clang::FunctionDecl &F, const Body &B,
                               std::deque<PoolOptions> &Pools);

/// The kind of server that a text names (`mysql`, `sqlite`, `postgres`); empty: none that is known.
std::string engineOf(llvm::StringRef Text);

/// A constant duration in nanoseconds: an integer with `NsPerUnit`, or a chrono value.
std::optional<uint64_t> constantDuration(const clang::Expr *E, uint64_t NsPerUnit,
                                         clang::ASTContext &Ctx);

/// What an SQL text begins with, a literal or what else it is put together from:
/// std::string("BEGIN") + ...
const clang::Expr *beginningOf(const clang::Expr *Text);

/// Does the callee only free or print this argument, so that sessions in the object that it points
/// to are not handed over?
bool noneOfItsBusiness(const clang::Expr &Call, unsigned Argument);

/// A session that comes in by a parameter or a field whose type does not tell: a number, a void *,
/// or a part of what the parameter points to. What tells is what the body does with it.
struct Handle {
  const clang::ParmVarDecl *parameter; ///< null: below `this`
  std::vector<std::string> path;
  clang::QualType type;
};
std::vector<Handle> handlesIn(Catalog &C, const clang::FunctionDecl &F, const Body &B);
/// Is a local container only filled, looked at by index, and handed to functions of the program?
bool isTame(const clang::VarDecl &Container, const clang::FunctionDecl &F);
/// What an element is of, and which it is; null for what is no element.
std::pair<const clang::Expr *, const clang::Expr *> subscript(const clang::Expr *E);
/// The local variable `i` of `local[i]`, if nothing in the function does with the container but
/// that or asks for its size: then nobody else gives back what is in it. Null: there is none.
const clang::VarDecl *onlyIndex(const clang::Expr &Element, const clang::FunctionDecl &F);
/// The name of a field's place; the members of a union share one.
llvm::StringRef placeName(const clang::ValueDecl &Member);

/// Builds the CFG as the walker wants it; null when clang cannot.
std::unique_ptr<clang::CFG> buildGraph(const clang::FunctionDecl &F, clang::ASTContext &Ctx);

/// Sessions that the members of a class keep as long as one client stays.
std::vector<Event> clientMembers(Catalog &C, const clang::CXXRecordDecl &R);
/// Sessions in members that nothing in the class gives back. `Stored` must outlive the events;
/// `LookedAt` by the destructor, null when that is not known.
std::vector<Event> unclosedMembers(Catalog &C, const clang::CXXRecordDecl &R,
                                   llvm::ArrayRef<StoredMember> Stored,
                                   const std::set<std::string> *LookedAt);

/// What `F` leaves in fields although it says that it failed, where its callers close it only when
/// it did not. `Left` must outlive the events.
std::vector<Event> failedOpens(Catalog &C, const Unit &In, const clang::FunctionDecl &F,
                               llvm::ArrayRef<LeftSession> Left);

/// Pooled sessions that variables of static storage get where they are initialised, and those
/// that members of objects that live as long as the process keep.
std::vector<Event> longLivedVariables(Catalog &C, llvm::ArrayRef<const clang::VarDecl *> Variables,
                                      std::deque<LeaseInfo> &Leases);
std::vector<Event> longLivedMembers(Catalog &C, const clang::CXXRecordDecl &R,
                                    llvm::ArrayRef<StoredMember> Kept, bool StaticInstance);
/// One object that lives as long as the process, by the shape of its class.
bool isSingleton(const clang::CXXRecordDecl &R);

/// A step of a witness chain, with its place.
Step stepAt(clang::SourceLocation L, const clang::SourceManager &SM, std::string Text);

/// Is the text that `U` asks for there, at a call in the body `B`? Nothing: it is not, or not
/// known. What is left to ask is of an argument of the caller (`given`), or nothing.
std::optional<Unless> textSays(const Unless &U, const clang::Expr *Object,
                               llvm::ArrayRef<const clang::Expr *> Args, const Body &B);

/// A summary from the calls of a body alone, path-insensitive: blocks, throws, background.
/// `Into` keeps what flow found.
void summariseCalls(Catalog &C, const clang::FunctionDecl &F, const Body &B, const FlowOptions &O,
                    Effects &Into);

} // namespace leasehold

#endif // LEASEHOLD_FLOW_WALKER_H
