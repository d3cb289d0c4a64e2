//===- Words.cpp - what is known of a name, in plain words ----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "models/Words.h"
#include "output/Report.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace leasehold {
namespace {

using Phrases = std::vector<std::string>;

std::string argument(unsigned Index) {
  static constexpr const char *Ordinals[] = {"first", "second", "third",   "fourth",
                                             "fifth", "sixth",  "seventh", "eighth"};
  if (Index < std::size(Ordinals))
    return "the " + std::string(Ordinals[Index]) + " argument";
  return "argument number " + std::to_string(Index + 1);
}

std::string words(const Slot &S) {
  std::string Out;
  switch (S.kind) {
  case Slot::Param:
    Out = argument(S.index);
    break;
  case Slot::This:
    Out = "the object";
    break;
  case Slot::Return:
    Out = "what it returns";
    break;
  case Slot::Capture:
    Out = "a captured variable";
    break;
  }
  return S.path.empty() ? Out : "'" + llvm::join(S.path, ".") + "' of " + Out;
}

std::string words(const std::vector<Slot> &All) {
  Phrases Each;
  for (const Slot &S : All)
    Each.push_back(words(S));
  return llvm::join(Each, " and ");
}

std::string unit(uint64_t Ns) {
  switch (Ns) {
  case 1:
    return " in nanoseconds";
  case 1000:
    return " in microseconds";
  case 1000000:
    return " in milliseconds";
  case 1000000000:
    return " in seconds";
  default:
    return "";
  }
}

void addHeld(Phrases &Out, Held H) {
  if (H == Held::InTransaction)
    Out.emplace_back("it holds something scarce only in a transaction");
  else if (H == Held::Never)
    Out.emplace_back("it holds nothing scarce");
}

std::string pool(const PoolId &P) {
  if (P.from)
    return words(*P.from);
  if (!P.text.empty())
    return "'" + P.text + "'";
  return P.type.empty() ? "a pool" : "a " + P.type;
}

void add(Phrases &Out, const Acquire &A, bool Spent) {
  std::string Text = A.pooled ? "takes a session from " + (A.from ? words(*A.from) : pool(A.pool))
                              : "opens a session";
  if (Spent) {
    Out.push_back(Text + ", and gives it back before it returns");
    return;
  }
  Text += A.to.kind == Slot::Return ? " and returns it" : ", into " + words(A.to);
  Text += A.guarded ? "; its destructor gives it back" : "; a call must give it back";
  Out.push_back(std::move(Text));
  switch (A.failure) {
  case Acquire::Failure::Null:
    Out.push_back("when it fails, " + words(A.to) + " is null");
    break;
  case Acquire::Failure::Held:
    Out.emplace_back("when it fails, the handle must be closed all the same");
    break;
  case Acquire::Failure::Throws:
    Out.emplace_back("when it fails, it throws");
    break;
  case Acquire::Failure::Absent:
    Out.emplace_back("when it fails, there is no session");
    break;
  case Acquire::Failure::Negative:
    Out.push_back("when it fails, " + words(A.to) + " is below zero");
    break;
  }
  if (A.status == Acquire::Status::ZeroIsOk)
    Out.back() += "; it returns 0 when it worked";
  else if (A.status == Acquire::Status::NonzeroIsOk)
    Out.back() += "; it returns true, or not 0, when it worked";
  if (A.pooled && !A.waits)
    Out.emplace_back("it does not wait when there is none to give");
  addHeld(Out, A.held);
}

void add(Phrases &Out, const TxnEffect &T) {
  std::string Text;
  switch (T.kind) {
  case TxnEffect::Begin:
    Text = "begins a transaction on ";
    break;
  case TxnEffect::Commit:
    Text = T.either ? "commits or rolls back the transaction on " : "commits the transaction on ";
    break;
  case TxnEffect::Rollback:
    Text = "rolls back the transaction on ";
    break;
  case TxnEffect::Write:
    Text = "writes through ";
    break;
  case TxnEffect::Read:
    Text = "reads through ";
    break;
  }
  Out.push_back(Text + words(T.on) + (T.certain ? "" : ", on some paths"));
}

/// Where a chain of calls ends that a summary found.
std::string through(const std::vector<Step> &Chain) {
  if (Chain.empty())
    return {};
  const Step &Last = Chain.back();
  return " (" + shownPath(Last.file) + ":" + std::to_string(Last.line) + ": " + Last.text + ")";
}

void add(Phrases &Out, const Blocking &B) {
  std::string Text = "blocks (" + B.kind + "): " + B.what;
  if (B.duration)
    Text +=
        ", for as long as " + argument(B.duration->param) + " says" + unit(B.duration->nsPerUnit);
  for (const Unless &U : B.unless) {
    if (!U.madeFrom.empty()) {
      Text += ", unless " + (U.given ? argument(U.param) : "its object") +
              " was made from a text that begins with \"" + U.madeFrom + "\"";
      continue;
    }
    Text += ", unless " + argument(U.param);
    if (U.bits)
      Text += " has the bits " + std::to_string(*U.bits);
    else if (U.equals)
      Text += " is " + std::to_string(*U.equals);
  }
  if (B.onlyInLoop)
    Text += ", slow only inside a loop";
  Out.push_back(Text + through(B.chain));
  if (B.websocketRead)
    Out.emplace_back("reads one message of a WebSocket, and waits for the peer");
}

std::string option(const Setting &S) {
  switch (S.option) {
  case Setting::AcquireTimeout:
    return "how long an acquire waits" + unit(S.nsPerUnit);
  case Setting::Recycle:
    return "the age at which a connection is replaced" + unit(S.nsPerUnit);
  case Setting::PrePing:
    return "whether idle connections are tried before they are handed out";
  case Setting::ResetOnReturn:
    return "whether what a session left behind is undone";
  case Setting::Size:
    return "how many connections there are at most";
  case Setting::Overflow:
    return "how many connections there may be besides";
  case Setting::Database:
    return "which database it is";
  case Setting::Engine:
    return "which kind of server it is";
  }
  return {};
}

void add(Phrases &Out, const Setting &S) {
  std::string Where = S.field.empty() ? argument(S.param) : "its field '" + S.field + "'";
  if (!S.key.empty())
    Where += S.keyParam ? " says, when " + argument(*S.keyParam) + " is '" + S.key + "',"
                        : " says behind '" + S.key + "'";
  else
    Where += " says";
  Out.push_back(Where + " " + option(S));
}

std::string classes(const Phrases &Thrown) {
  return Thrown.front() +
         (Thrown.size() == 1
              ? ""
              : " (a " + llvm::join(llvm::ArrayRef(Thrown).drop_front(), ", a ") + ")");
}

const char *roleInWords(Role R) {
  switch (R) {
  case Role::None:
    break;
  case Role::Session:
    return "a session or connection";
  case Role::Guard:
    return "an object whose destructor gives its session back";
  case Role::Pool:
    return "a pool, which hands sessions out";
  case Role::Transaction:
    return "a transaction";
  case Role::Statement:
    return "a statement, cursor or query, which depends on its session";
  case Role::Result:
    return "rows";
  case Role::WebSocket:
    return "a WebSocket connection, which lives as long as its client likes";
  case Role::ClientSocket:
    return "one client's connection";
  case Role::Task:
    return "a handle of background work";
  case Role::ScopeGuard:
    return "runs the callable that it was made with when it is destroyed";
  case Role::Ready:
    return "an awaitable that does not suspend";
  case Role::Options:
    return "a pool's options";
  case Role::Driver:
    return "a driver, which knows one kind of server";
  }
  return "";
}

} // namespace

std::vector<std::string> inWords(const Effects &E) {
  Phrases Out;
  auto Slots = [&](const std::vector<Slot> &All, const char *Before, const char *After = "") {
    if (!All.empty())
      Out.push_back(Before + words(All) + After);
  };
  if (E.when && E.when->equals)
    Out.push_back("does so only when " + argument(E.when->param) + " is " +
                  std::to_string(*E.when->equals) + ":");
  for (const Acquire &A : E.acquires)
    add(Out, A, /*Spent=*/false);
  for (const Acquire &A : E.spent)
    add(Out, A, /*Spent=*/true);
  Slots(E.releases, "gives back or closes the session in ");
  if (E.refusal == Refusal::Unsaid)
    Out.emplace_back("that may be refused, which leaves it as it was");
  else if (E.refusal != Refusal::Never)
    Out.push_back(std::string("that is refused, which leaves it as it was, when it returns ") +
                  (E.refusal == Refusal::IfZero ? "zero" : "anything but zero"));
  Slots(E.mayRelease, "on some paths, gives back or closes the session in ");
  Slots(E.replaces, "... and goes on with another one in place of ");
  Slots(E.empties, "leaves ", " empty");
  Slots(E.keeps, "keeps ", " in something that lives longer, which owns it from then on");
  for (const Assigns &A : E.assigns)
    Out.push_back("puts " + words(A.from) + " into " + words(A.to));
  if (E.same)
    Out.push_back("returns " + words(E.same->as) + " itself" +
                  (E.same->orNull ? ", or null when it fails" : ""));
  for (const Derives &D : E.derives)
    Out.push_back(words(D.to) + " depends on the session in " + words(D.from));
  Slots(E.frees, "frees the statement or the rows in ",
        E.tellsServer ? ", and tells the server" : "");
  Slots(E.freesAll, "frees what was made from the session in ");
  if (E.cutsOff)
    Out.emplace_back("what was made from it may be freed afterwards");
  for (const TxnEffect &T : E.txn)
    add(Out, T);
  if (E.sql)
    Out.push_back("executes the SQL text in " + argument(E.sql->text) + " on " + words(E.sql->on));
  if (E.autocommit)
    Out.push_back("sets the autocommit of " + words(E.autocommit->of) + " to " +
                  argument(E.autocommit->param));
  if (E.alive)
    Out.push_back("says whether the session in " + words(E.alive->of) +
                  " can be used: it returns " +
                  (E.alive->nonzero ? "true, or not 0, when it can" : "0 when it can"));
  if (E.blocks)
    add(Out, *E.blocks);
  Slots(E.background,
        "runs on another thread, or later: ", E.backgroundRest ? " and all further arguments" : "");
  if (E.handle)
    Out.push_back("that task is joined through " + words(*E.handle));
  Slots(E.joins, "waits for the task of ");
  Slots(E.detaches, "lets go of the task of ");
  Slots(E.handlers, "registers a handler that lives as long as the socket: ");
  if (E.handlersOf)
    Out.push_back("... if " + words(*E.handlersOf) + " is a WebSocket or serves one client");
  Slots(E.invokes, "calls, before it returns, ");
  if (!E.throws.empty())
    Out.push_back("may throw " + classes(E.throws) + through(E.throwChain));
  Slots(E.usesMember, "uses ");
  for (const Takes &T : E.takes)
    Out.push_back(T.lends
                      ? "holds a session of " + pool(T.pool) + " while it calls the callable"
                      : "holds a session of " + pool(T.pool) + " for a while" + through(T.chain));
  for (const Setting &S : E.settings)
    add(Out, S);
  Slots(E.ignores, "does nothing with ");
  if (E.constant)
    Out.push_back("always returns " + std::to_string(*E.constant));
  if (E.nonblocking)
    Out.emplace_back("does not block, whatever its body says");
  if (Out.empty())
    Out.emplace_back("does nothing to sessions and does not block");
  if (E.borrowsArguments && E.keeps.empty() && E.releases.empty() && E.mayRelease.empty())
    Out.emplace_back("neither keeps nor gives back what it is given");
  return Out;
}

std::vector<std::string> inWords(const TypeTraits &T) {
  Phrases Out;
  if (T.role == Role::None)
    return Out;
  Out.emplace_back(roleInWords(T.role));
  auto Construct = [&](Construction When, const char *What) {
    if (When == Construction::Any)
      Out.push_back("constructing one " + std::string(What));
    else if (When == Construction::NonDefault)
      Out.push_back("constructing one with arguments " + std::string(What));
  };
  Construct(T.opens, "opens a session");
  Construct(T.begins, "begins a transaction on the session among the arguments");
  switch (T.onDestroy) {
  case OnDestroy::Nothing:
    break;
  case OnDestroy::Release:
    Out.emplace_back("its destructor gives the session back or closes it");
    break;
  case OnDestroy::Rollback:
    Out.emplace_back("its destructor rolls back");
    break;
  case OnDestroy::Commit:
    Out.emplace_back("its destructor commits");
    break;
  }
  if (T.ends != OnDestroy::Nothing)
    Out.emplace_back(T.ends == OnDestroy::Commit
                         ? "and commits before, if a transaction is open"
                         : "and rolls back before, if a transaction is open");
  addHeld(Out, T.held);
  if (T.threadAffine)
    Out.emplace_back("may be used only on the thread that made it");
  if (T.readOnly)
    Out.emplace_back("needs no commit");
  if (T.singleUse)
    Out.emplace_back("takes no statement once it is over");
  if (T.joinsOnDestroy)
    Out.emplace_back("its destructor waits for the task");
  if (T.detached)
    Out.emplace_back("needs its session no more");
  if (!T.engine.empty())
    Out.push_back("the server is " + T.engine);
  for (const Setting &S : T.settings)
    add(Out, S);
  return Out;
}

} // namespace leasehold
