//===- FailedOpens.cpp - opens that fail, and what they leave to callers --===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// if (db.connect()) { ...; db.disconnect(); }, where connect() overwrites what is there. When it
// says that it failed, but leaves a session in the field, those who close after success only lose
// it; so do those who call it twice.
//
//===----------------------------------------------------------------------===//

#include "flow/Fields.h"
#include "flow/Walker.h"

using namespace clang;

namespace leasehold {
namespace {

/// The call whose result decides a branch, and whether not zero takes the first way.
struct Decision {
  const CallExpr *call = nullptr; ///< null: none
  bool nonzeroFirst = true;
  const CFGBlock *first = nullptr, *second = nullptr;

  static Decision of(const CFGBlock &B, ASTContext &Ctx) {
    Decision D;
    const Expr *Cond = B.succ_size() == 2 && !isa_and_nonnull<SwitchStmt>(B.getTerminatorStmt())
                           ? B.getLastCondition()
                           : nullptr;
    while (Cond) {
      Cond = strip(Cond);
      if (const auto *U = dyn_cast<UnaryOperator>(Cond); U && U->getOpcode() == UO_LNot) {
        D.nonzeroFirst = !D.nonzeroFirst;
        Cond = U->getSubExpr();
      } else if (const auto *Op = dyn_cast<BinaryOperator>(Cond);
                 Op && Op->isEqualityOp() && constantOf(Op->getRHS(), Ctx) == 0) {
        D.nonzeroFirst = (Op->getOpcode() == BO_NE) == D.nonzeroFirst;
        Cond = Op->getLHS();
      } else {
        D.call = dyn_cast<CallExpr>(Cond);
        break;
      }
    }
    D.first = B.succ_size() == 2 ? B.succ_begin()->getReachableBlock() : nullptr;
    D.second = B.succ_size() == 2 ? std::next(B.succ_begin())->getReachableBlock() : nullptr;
    return D;
  }
  [[nodiscard]] const CFGBlock *when(bool Nonzero) const {
    return Nonzero == nonzeroFirst ? first : second;
  }
};

bool calls(const Expr *E, const FunctionDecl *F) {
  const auto *Call = dyn_cast<CallExpr>(E);
  return Call && Call->getDirectCallee() &&
         Call->getDirectCallee()->getCanonicalDecl() == F->getCanonicalDecl();
}

/// What a call is made on: its object, or its first argument.
const Expr *subject(const CallExpr &Call) {
  const CallParts Parts = partsOf(Call, Call.getDirectCallee());
  return Parts.object ? Parts.object : Parts.args.empty() ? nullptr : Parts.args.front();
}

/// Is it the same object whenever it is named? A variable that never changes, `this`, or a field of
/// one.
bool standsStill(const Expr *E, const FunctionDecl &In) {
  for (E = strip(E); const auto *M = dyn_cast<MemberExpr>(E);)
    E = strip(M->getBase());
  if (isa<CXXThisExpr>(E))
    return true;
  const auto *D = dyn_cast<DeclRefExpr>(E);
  const auto *V = D ? dyn_cast<VarDecl>(D->getDecl()) : nullptr;
  if (!V)
    return false;
  struct Assigned : RecursiveASTVisitor<Assigned> {
    const VarDecl *of;
    bool found = false;
    bool names(const Expr *E) {
      const auto *R = dyn_cast<DeclRefExpr>(E->IgnoreParens());
      return R && R->getDecl() == of;
    }
    bool VisitBinaryOperator(BinaryOperator *E) {
      found |= E->isAssignmentOp() && names(E->getLHS());
      return true;
    }
    bool VisitUnaryOperator(UnaryOperator *E) {
      found |=
          (E->isIncrementDecrementOp() || E->getOpcode() == UO_AddrOf) && names(E->getSubExpr());
      return true;
    }
  } A;
  A.of = V;
  A.TraverseStmt(In.getBody());
  return !A.found;
}

/// Is this the field that the statement puts a session into?
bool fills(const Stmt &Open, const MemberExpr &M) {
  if (const auto *Op = dyn_cast<BinaryOperator>(&Open))
    return strip(Op->getLHS()) == &M;
  const auto *Call = dyn_cast<CallExpr>(&Open);
  return Call && llvm::any_of(Call->arguments(), [&](const Expr *A) {
           const auto *U = dyn_cast<UnaryOperator>(strip(A));
           return U && U->getOpcode() == UO_AddrOf && strip(U->getSubExpr()) == &M;
         });
}

/// The verdicts on one function that opens the session in a field.
class Opener {
public:
  Opener(Catalog &C, const Unit &In, const FieldSession &S, const FunctionDecl &F)
      : Ctx(C.context()), In(In), S(S), F(F), Itself{F.getCanonicalDecl()} {}

  /// Does it open without a look at what is there?
  bool overwrites() {
    for (const auto &[User, U] : S.uses) {
      if (User->fn->getCanonicalDecl() != F.getCanonicalDecl())
        continue;
      const CFG *Graph = In.graphOf(*User);
      if (!Graph)
        return false;
      Ways ToOpen{*Graph, Ctx, U.opens, {}, nullptr, &S.releasing};
      for (const MemberExpr *M : User->body->members)
        if (fieldOf(M) == S.field &&
            llvm::none_of(U.opens, [&](const Stmt *Open) { return fills(*Open, *M); }))
          ToOpen.stops.insert(M);
      return ToOpen.existFrom(&Graph->getEntry());
    }
    return false;
  }

  /// A caller that closes when the result is not `Failed` (zero, or not), and never when it is; and
  /// none that closes then. Null: there is no such caller.
  const CallExpr *closesAfterSuccessOnly(bool FailedIsNonzero) {
    const CallExpr *Found = nullptr;
    bool Always = false;
    const bool All =
        eachDecision([&](const Unit::Function &Caller, const CFG &Graph, const Decision &D) {
          const Ways ToRelease = releasesIn(Caller, Graph);
          Always |= ToRelease.existFrom(D.when(FailedIsNonzero));
          if (ToRelease.existFrom(D.when(!FailedIsNonzero)))
            Found = D.call;
        });
    return All && !Always ? Found : nullptr;
  }

  /// Calls of it, on an object that it was called on with success before, and that nobody closed.
  void calledTwice(bool FailedIsNonzero, std::vector<Event> &Events) {
    eachDecision([&](const Unit::Function &Caller, const CFG &Graph, const Decision &D) {
      const Expr *Subject = subject(*D.call);
      if (Caller.body->loopOf(D.call) || !Subject || !standsStill(Subject, *Caller.fn))
        return;
      for (const CallSite &Site : Caller.body->calls) {
        const auto *Again = dyn_cast<CallExpr>(Site.expr);
        if (!Again || Again == D.call || !calls(Again, &F) || Caller.body->loopOf(Again) ||
            !subject(*Again) || !sameExpression(Subject, subject(*Again), Ctx))
          continue;
        Ways Between = releasesIn(Caller, Graph);
        Between.stops = std::move(Between.targets);
        Between.stopCalls = Between.targetCalls;
        Between.targets = {Again};
        Between.targetCalls = nullptr;
        if (!Between.existFrom(D.when(!FailedIsNonzero)))
          continue;
        Event E;
        E.kind = Event::OpenedOver;
        E.at = Again->getBeginLoc();
        E.exitAt = D.call->getBeginLoc();
        E.name = S.field->getNameAsString();
        E.detail = lastName(F);
        Events.push_back(std::move(E));
      }
    });
  }

private:
  /// Where callers branch on what it says. False: not all of them can be looked at.
  bool eachDecision(
      llvm::function_ref<void(const Unit::Function &, const CFG &, const Decision &)> Use) const {
    for (const Unit::Function &Each : In.all) {
      if (Each.fn->getCanonicalDecl() == F.getCanonicalDecl() ||
          llvm::none_of(Each.body->calls, [&](const CallSite &K) { return calls(K.expr, &F); }))
        continue;
      const CFG *Graph = In.graphOf(Each);
      if (!Graph)
        return false;
      for (const CFGBlock *B : *Graph)
        if (const Decision D = Decision::of(*B, Ctx);
            D.call && calls(D.call, &F) && D.first && D.second)
          Use(Each, *Graph, D);
    }
    return true;
  }
  /// To what closes it in this body, before it is opened again.
  Ways releasesIn(const Unit::Function &At, const CFG &Graph) const {
    Ways W{Graph, Ctx, {}, {}, &S.releasing, &Itself};
    for (const auto &[User, U] : S.uses)
      if (User == &At)
        W.targets = U.releases;
    return W;
  }

  ASTContext &Ctx;
  const Unit &In;
  const FieldSession &S;
  const FunctionDecl &F;
  const FunctionSet Itself;
};

} // namespace

std::vector<Event> failedOpens(Catalog &C, const Unit &In, const FunctionDecl &F,
                               llvm::ArrayRef<LeftSession> Left) {
  std::vector<Event> Events;
  for (const LeftSession &Fails : Left) {
    // Another result says that it did not fail; of several that say the same, one is enough.
    if (llvm::none_of(Left,
                      [&](const LeftSession &Each) {
                        return Each.field == Fails.field &&
                               (Each.result != 0) != (Fails.result != 0);
                      }) ||
        &Fails != &*llvm::find_if(Left, [&](const LeftSession &Each) {
          return Each.field == Fails.field && Each.result == Fails.result;
        }))
      continue;
    for (const auto &[Field, Named] : In.namedIn) {
      if (Field->getName() != Fails.field || llvm::none_of(Named, [&](const Unit::Function *Each) {
            return Each->fn->getCanonicalDecl() == F.getCanonicalDecl();
          }))
        continue;
      const FieldSession S(C, In, Field);
      Opener Of(C, In, S, F);
      if (!S.opens(&F) || S.releasing.contains(F.getCanonicalDecl()) || !Of.overwrites())
        continue;
      const bool FailedIsNonzero = Fails.result != 0;
      const CallExpr *Caller = Of.closesAfterSuccessOnly(FailedIsNonzero);
      if (!Caller)
        continue;
      Event E;
      E.kind = Event::LeftToCallers;
      E.at = Fails.lease.at;
      E.lease = &Fails.lease;
      E.exitAt = Fails.at;
      E.name = Fails.field;
      E.detail = lastName(F);
      E.trail = Fails.trail;
      Step By;
      By.raw = Caller->getBeginLoc().getRawEncoding();
      By.text = "this caller closes it after success only";
      E.chain.push_back(std::move(By));
      Events.push_back(std::move(E));
      Of.calledTwice(FailedIsNonzero, Events);
    }
  }
  return Events;
}

} // namespace leasehold
