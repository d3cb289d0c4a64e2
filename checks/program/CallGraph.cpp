//===- CallGraph.cpp - the functions of one translation unit --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/CallGraph.h"
#include "catalog/Names.h"
#include "program/Components.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace leasehold {
namespace {

/// Every function of the code under analysis that has a body, instantiations and lambdas too.
class Functions : public RecursiveASTVisitor<Functions> {
public:
  std::vector<const FunctionDecl *> all;
  std::vector<const CXXRecordDecl *> records;
  Variables numbers;
  std::vector<const VarDecl *> variables; ///< that live as long as the process

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return false; }
  bool VisitFunctionDecl(FunctionDecl *F) {
    add(F);
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *L) {
    if (CXXMethodDecl *M = L->getCallOperator()) {
      add(M);
      // A generic lambda: its instantiations.
      if (FunctionTemplateDecl *T = M->getDescribedFunctionTemplate())
        for (FunctionDecl *S : T->specializations())
          add(S);
    }
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    numbers.mention(*E);
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *E) {
    numbers.cast(*E);
    return true;
  }
  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    if (R->isThisDeclarationADefinition() && !R->isDependentContext() && !R->isLambda() &&
        isUserCode(*R))
      records.push_back(R);
    return true;
  }

  bool VisitVarDecl(VarDecl *V) {
    if (V->hasGlobalStorage() && V->getTSCSpec() == TSCS_unspecified && isUserCode(*V) &&
        !V->getDeclContext()->isDependentContext())
      variables.push_back(V);
    return true;
  }

private:
  /// A library's macro may make a class or a lambda of a block that is written inside of a
  /// function.
  static bool standsInUserCode(const Decl &D) {
    for (const DeclContext *In = D.getDeclContext(); In; In = In->getParent())
      if (const auto *Around = dyn_cast<FunctionDecl>(In); Around && isUserCode(*Around))
        return true;
    return false;
  }

  llvm::DenseSet<const FunctionDecl *> Seen;
  void add(const FunctionDecl *F) {
    if (F->doesThisDeclarationHaveABody() && F->getBody() && !F->isDependentContext() &&
        !F->isDefaulted() && (isUserCode(*F) || standsInUserCode(*F)) &&
        Seen.insert(F->getCanonicalDecl()).second)
      all.push_back(F);
  }
};

} // namespace

CallGraph::CallGraph(ASTContext &Ctx) {
  Functions All;
  for (Decl *D : Ctx.getTranslationUnitDecl()->noload_decls())
    if (isUserCode(*D))
      All.TraverseDecl(D);
  Records = std::move(All.records);
  Numbers = std::move(All.numbers);
  Statics = std::move(All.variables);
  Nodes.resize(All.all.size());
  for (unsigned I = 0; I < All.all.size(); ++I) {
    Nodes[I].fn = All.all[I];
    Index[All.all[I]->getCanonicalDecl()] = I;
  }
  llvm::DenseMap<const FunctionDecl *, llvm::SmallVector<const FunctionDecl *, 2>> Overriders;
  for (const Node &N : Nodes)
    if (const auto *M = dyn_cast<CXXMethodDecl>(N.fn); M && M->isVirtual())
      for (const CXXMethodDecl *O : M->overridden_methods())
        Overriders[O->getCanonicalDecl()].push_back(M);
  for (Node &N : Nodes) {
    N.body = std::make_unique<Body>(*N.fn);
    auto Edge = [&](const FunctionDecl *To) {
      if (!To)
        return;
      if (auto It = Index.find(To->getCanonicalDecl()); It != Index.end())
        N.callees.push_back(It->second);
      if (auto It = Overriders.find(To->getCanonicalDecl()); It != Overriders.end())
        for (const FunctionDecl *O : It->second)
          if (auto At = Index.find(O->getCanonicalDecl()); At != Index.end())
            N.callees.push_back(At->second);
    };
    for (const CallSite &S : N.body->calls) {
      Edge(S.callee);
      if (const auto *K = dyn_cast<CXXConstructExpr>(S.expr))
        Edge(K->getConstructor()->getParent()->getDestructor());
    }
    for (const LambdaExpr *L : N.body->lambdas) {
      Edge(L->getCallOperator());
      if (const FunctionTemplateDecl *T = L->getCallOperator()->getDescribedFunctionTemplate())
        for (const FunctionDecl *S : T->specializations())
          Edge(S);
    }
    for (const FunctionDecl *To : N.body->references)
      Edge(To);
    for (const VarDecl *V : N.body->locals)
      if (const CXXRecordDecl *R = V->getType().getNonReferenceType()->getAsCXXRecordDecl();
          R && R->hasDefinition())
        Edge(R->getDestructor());
  }
}

const CallGraph::Node *CallGraph::find(const FunctionDecl *F) const {
  auto It = Index.find(F->getCanonicalDecl());
  return It == Index.end() ? nullptr : &Nodes[It->second];
}

std::vector<std::vector<unsigned>> CallGraph::components() const {
  return leasehold::components(Nodes.size(),
                               [&](unsigned N) -> const auto & { return Nodes[N].callees; });
}

} // namespace leasehold
