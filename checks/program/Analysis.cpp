//===- Analysis.cpp - one translation unit, from AST to findings ----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Analysis.h"
#include "flow/Pools.h"
#include "program/Variables.h"
#include "rules/Rule.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/SaveAndRestore.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace leasehold {
namespace {

/// One function with a body, and what its body contains.
struct Node {
  const FunctionDecl *fn = nullptr;
  std::unique_ptr<Body> body;
  std::vector<unsigned> callees;
  bool walked = false;
  // Tarjan
  unsigned index = 0, low = 0;
  bool onStack = false;
};

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
  llvm::DenseSet<const FunctionDecl *> Seen;
  void add(const FunctionDecl *F) {
    if (F->doesThisDeclarationHaveABody() && F->getBody() && !F->isDependentContext() &&
        !F->isDefaulted() && isUserCode(*F) && Seen.insert(F->getCanonicalDecl()).second)
      all.push_back(F);
  }
};

class UnitAnalysis {
public:
  UnitAnalysis(ASTContext &Ctx, const AnalysisOptions &O) : Ctx(Ctx), O(O), C(Ctx, *O.models) {
    C.facts = [this](const FunctionDecl *F) { return fact(F); };
    C.constants = [this](const VarDecl *V) { return constantOf(V); };
  }
  AnalysisResult run();
  std::string dump(llvm::StringRef Name, bool Dot);

private:
  void collect();
  std::vector<std::vector<unsigned>> components();
  bool concernsLeases(const Node &N);
  void summarise(Node &N, bool Report);
  void report(const std::vector<Event> &Events);
  void reportLongLived();
  void reportOptions(const Node &N);
  const Effects *fact(const FunctionDecl *F);
  bool mayHoldLease(QualType T, unsigned Depth = 0);
  void want(const FunctionDecl *F, llvm::StringRef Usr, bool Walked);
  llvm::StringRef usrOf(const FunctionDecl *F);
  std::optional<int64_t> constantOf(const VarDecl *V);
  void exportFact(const Node &N);
  void exportCalls();

  ASTContext &Ctx;
  const AnalysisOptions &O;
  Catalog C;
  std::vector<Node> Nodes;
  llvm::DenseMap<const FunctionDecl *, unsigned> Index;
  std::vector<const CXXRecordDecl *> Records;
  Variables Numbers;
  llvm::DenseMap<const CXXRecordDecl *, std::vector<StoredMember>> Stored, Kept;
  llvm::DenseMap<const CXXRecordDecl *, std::set<std::string>> LookedAt; ///< by destructors
  std::vector<const VarDecl *> LongLived;                                ///< of static storage
  AnalysisResult Result;
  std::set<std::tuple<std::string, std::string, unsigned, unsigned>> Seen;
  llvm::DenseMap<const FunctionDecl *, std::string> Usrs;
  bool Walking = false;
};

/// Empty for what has no name in other units, or no say: system headers' functions are modelled.
llvm::StringRef UnitAnalysis::usrOf(const FunctionDecl *F) {
  F = F->getCanonicalDecl();
  auto [It, New] = Usrs.try_emplace(F);
  if (New && isUserCode(*F))
    if (llvm::SmallString<128> Usr; !index::generateUSRForDecl(F, Usr))
      It->second = Usr.str();
  return It->second;
}

void UnitAnalysis::want(const FunctionDecl *F, llvm::StringRef Usr, bool Walked) {
  Interest I = Interest::Leases;
  if (Walked) {
    const auto *M = dyn_cast<CXXMethodDecl>(F);
    bool Lease = (M && M->isInstance() && mayHoldLease(M->getFunctionObjectParameterType())) ||
                 llvm::any_of(F->parameters(),
                              [&](const ParmVarDecl *P) { return mayHoldLease(P->getType()); });
    I = Lease ? Interest::Any : Interest::Effects;
  }
  auto [It, New] = Result.wanted.try_emplace(Usr, I);
  if (!New)
    It->second = std::max(It->second, I);
}

const Effects *UnitAnalysis::fact(const FunctionDecl *F) {
  if ((!O.facts && !O.exportFacts) || F->hasBody() || !F->isExternallyVisible())
    return nullptr;
  llvm::StringRef Usr = usrOf(F);
  if (Usr.empty())
    return nullptr;
  if (O.exportFacts)
    want(F, Usr, Walking);
  if (!O.facts)
    return nullptr;
  const FunctionFact *Found = O.facts->find(Usr);
  return Found ? &Found->effects : nullptr;
}

/// Can a session come in by this type?
bool UnitAnalysis::mayHoldLease(QualType T, unsigned Depth) {
  if (C.carrierOf(T).role() != Role::None || C.sessionCore(T) || T->isVoidPointerType())
    return true;
  while (!T.getNonReferenceType()->getPointeeType().isNull())
    T = T.getNonReferenceType()->getPointeeType();
  T = T.getNonReferenceType();
  if (T->isIntegralOrEnumerationType())
    return O.models->numberHandles();
  if (Depth > 1)
    return false;
  if (const auto *Of = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
      Of && isContainer(Of))
    return llvm::any_of(Of->getTemplateArgs().asArray(), [&](const TemplateArgument &A) {
      return A.getKind() == TemplateArgument::Type && mayHoldLease(A.getAsType(), Depth + 1);
    });
  const RecordDecl *Struct = Ctx.getLangOpts().CPlusPlus ? nullptr : T->getAsRecordDecl();
  return Struct && llvm::any_of(Struct->fields(), [&](const FieldDecl *F) {
           return mayHoldLease(F->getType(), Depth + 1);
         });
}

std::optional<int64_t> UnitAnalysis::constantOf(const VarDecl *V) {
  if (!Variables::isNumber(*V))
    return std::nullopt;
  if (!V->isExternallyVisible())
    return Numbers.ofUnit(*V);
  std::string Usr = O.facts || O.exportFacts ? Variables::usrOf(*V) : "";
  if (Usr.empty())
    return std::nullopt;
  if (O.exportFacts && Walking)
    Result.wanted.try_emplace(Usr, Interest::Effects);
  if (!O.facts)
    return std::nullopt;
  const FunctionFact *Found = O.facts->find(Usr);
  return Found ? Found->effects.constant : std::nullopt;
}

void UnitAnalysis::collect() {
  Functions All;
  for (Decl *D : Ctx.getTranslationUnitDecl()->decls())
    if (isUserCode(*D))
      All.TraverseDecl(D);
  Records = std::move(All.records);
  Numbers = std::move(All.numbers);
  LongLived = std::move(All.variables);
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

/// Strongly connected components of the call graph, callees first (Tarjan).
std::vector<std::vector<unsigned>> UnitAnalysis::components() {
  std::vector<std::vector<unsigned>> Out;
  std::vector<unsigned> Stack;
  unsigned Counter = 0;
  struct Frame {
    unsigned node;
    size_t next;
  };
  for (unsigned Root = 0; Root < Nodes.size(); ++Root) {
    if (Nodes[Root].index)
      continue;
    std::vector<Frame> Work{{Root, 0}};
    Nodes[Root].index = Nodes[Root].low = ++Counter;
    Nodes[Root].onStack = true;
    Stack.push_back(Root);
    while (!Work.empty()) {
      Frame &Top = Work.back();
      Node &N = Nodes[Top.node];
      if (Top.next < N.callees.size()) {
        unsigned To = N.callees[Top.next++];
        if (!Nodes[To].index) {
          Nodes[To].index = Nodes[To].low = ++Counter;
          Nodes[To].onStack = true;
          Stack.push_back(To);
          Work.push_back({To, 0});
        } else if (Nodes[To].onStack) {
          N.low = std::min(N.low, Nodes[To].index);
        }
        continue;
      }
      unsigned Done = Top.node;
      Work.pop_back();
      if (!Work.empty())
        Nodes[Work.back().node].low = std::min(Nodes[Work.back().node].low, Nodes[Done].low);
      if (Nodes[Done].low != Nodes[Done].index)
        continue;
      std::vector<unsigned> Component;
      unsigned Member = 0;
      do {
        Member = Stack.back();
        Stack.pop_back();
        Nodes[Member].onStack = false;
        Component.push_back(Member);
      } while (Member != Done);
      Out.push_back(std::move(Component));
    }
  }
  return Out;
}

/// Does anything in this body touch a session? Only then is it worth walking.
bool UnitAnalysis::concernsLeases(const Node &N) {
  auto Relevant = [&](QualType T) {
    Role R = C.carrierOf(T).role();
    return isSessionLike(R) || R == Role::Transaction || R == Role::Statement;
  };
  for (const ParmVarDecl *P : N.fn->parameters())
    if (Relevant(P->getType()))
      return true;
  if (const auto *M = dyn_cast<CXXMethodDecl>(N.fn); M && M->getParent()->isLambda())
    for (const LambdaCapture &K : M->getParent()->captures())
      if (K.capturesVariable() && Relevant(K.getCapturedVar()->getType()))
        return true;
  for (const CallSite &S : N.body->calls) {
    QualType Receiver;
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(S.expr))
      Receiver = receiverType(M->getImplicitObjectArgument());
    if (const Effects *E = C.effectsOf(S.callee, Receiver))
      if (E->concernsLeases() || !E->usesMember.empty() ||
          llvm::any_of(E->takes, [](const Takes &T) { return T.lends; }) ||
          (!E->invokes.empty() && !O.flow.repositories.empty() && !Receiver.isNull() &&
           C.carrierOf(Receiver).role() == Role::Pool))
        return true;
    if (Relevant(S.expr->getType()))
      return true;
  }
  // [this] {...} and &Class::method given to a thread: what they use of the object's sessions.
  auto UsesMember = [&](const FunctionDecl *F) {
    const Effects *E = C.summary(F);
    return E && !E->usesMember.empty();
  };
  for (const LambdaExpr *L : N.body->lambdas) {
    if (UsesMember(L->getCallOperator()))
      return true;
    if (auto It = Index.find(L->getCallOperator()->getCanonicalDecl()); It != Index.end())
      for (const MemberExpr *M : Nodes[It->second].body->members)
        if (Relevant(M->getMemberDecl()->getType()))
          return true;
  }
  for (const FunctionDecl *F : N.body->references)
    if (UsesMember(F))
      return true;
  for (const MemberExpr *M : N.body->members)
    if (Relevant(M->getMemberDecl()->getType()))
      return true;
  for (const VarDecl *V : N.body->locals)
    if (Relevant(V->getType()))
      return true;
  // Numbers are told by what the body does with them.
  return O.models->numberHandles() && !handlesIn(C, *N.fn, *N.body).empty();
}

void UnitAnalysis::summarise(Node &N, bool Report) {
  Effects Summary;
  if (concernsLeases(N)) {
    N.walked = true;
    llvm::SaveAndRestore<bool> Now(Walking, true);
    if (std::unique_ptr<CFG> Graph = buildGraph(*N.fn, Ctx)) {
      Walker W(C, *N.fn, *N.body, O.flow);
      FlowResult R = W.run(*Graph);
      if (Report) {
        ++Result.functions;
        if (R.overBudget) {
          ++Result.overBudget;
          Result.skipped.push_back(qualifiedName(*N.fn));
        }
      }
      Summary = std::move(R.summary);
      if (const auto *M = dyn_cast<CXXMethodDecl>(N.fn); M && Report) {
        llvm::append_range(Stored[M->getParent()], R.stored);
        llvm::append_range(Kept[M->getParent()], R.kept);
      }
      if (const auto *D = dyn_cast<CXXDestructorDecl>(N.fn); D && Report && !R.overBudget)
        LookedAt[D->getParent()] = std::move(R.lookedAt);
      summariseCalls(C, *N.fn, *N.body, O.flow, Summary);
      C.setSummary(N.fn, std::move(Summary));
      if (Report) {
        report(R.events);
        reportOptions(N);
      }
      return;
    }
  }
  if (Report)
    ++Result.functions;
  if (Report)
    reportOptions(N);
  summariseCalls(C, *N.fn, *N.body, O.flow, Summary);
  C.setSummary(N.fn, std::move(Summary));
}

void UnitAnalysis::reportOptions(const Node &N) {
  std::deque<PoolOptions> Pools;
  report(poolOptions(C, *N.fn, *N.body, Pools));
}

void UnitAnalysis::report(const std::vector<Event> &Events) {
  const SourceManager &SM = Ctx.getSourceManager();
  for (const Event &E : Events)
    for (const Rule &Each : allRules()) {
      std::optional<Finding> F = Each.word(E);
      if (!F || F->level > O.level)
        continue;
      SourceLocation At = SM.getExpansionLoc(F->at);
      if (At.isInvalid() || SM.isInSystemHeader(At))
        continue;
      F->at = At;
      PresumedLoc P = SM.getPresumedLoc(At);
      // One report per check and line: the lease and the transaction on it are one problem.
      if (!Seen.insert(
                   {F->check, P.isValid() ? P.getFilename() : "", P.isValid() ? P.getLine() : 0, 0})
               .second)
        continue;
      for (Note &N : F->notes)
        N.at = SM.getExpansionLoc(N.at);
      llvm::erase_if(F->notes, [](const Note &N) { return N.at.isInvalid(); });
      Result.findings.push_back(std::move(*F));
    }
}

void UnitAnalysis::exportFact(const Node &N) {
  const Effects *E = C.summary(N.fn);
  llvm::StringRef Usr = usrOf(N.fn);
  if (!E || Usr.empty())
    return;
  Result.facts[Usr] = exported(*E);
}

/// What the link needs to carry "blocks" and "throws" up the calls of functions that no lease
/// concerns, and what is wanted of those that a lease may be held in.
void UnitAnalysis::exportCalls() {
  std::vector<bool> Reached(Nodes.size());
  std::vector<unsigned> Work;
  for (unsigned I = 0; I < Nodes.size(); ++I)
    if (Nodes[I].walked)
      Work.push_back(I);
  while (!Work.empty()) {
    unsigned I = Work.back();
    Work.pop_back();
    if (Reached[I])
      continue;
    Reached[I] = true;
    Work.insert(Work.end(), Nodes[I].callees.begin(), Nodes[I].callees.end());
  }
  const SourceManager &SM = Ctx.getSourceManager();
  for (unsigned I = 0; I < Nodes.size(); ++I) {
    const Node &N = Nodes[I];
    llvm::StringRef From = usrOf(N.fn);
    std::vector<Call> Calls;
    for (const CallSite &S : N.body->calls) {
      llvm::StringRef Usr = S.callee ? usrOf(S.callee) : "";
      if (Usr.empty() || C.declared(S.callee, {}))
        continue;
      if (Reached[I] && !Index.contains(S.callee->getCanonicalDecl()))
        want(S.callee, Usr, true);
      if (N.walked || From.empty())
        continue;
      Step At = stepAt(S.expr->getBeginLoc(), SM, "calls '" + qualifiedName(*S.callee) + "' here");
      At.raw = 0; // it travels
      Calls.push_back({Usr.str(),
                       std::move(At),
                       N.body->loopOf(S.expr) != nullptr,
                       N.body->tryOf(S.expr) != nullptr,
                       {}});
      poolsPassed(C, *N.fn, S, Calls.back().passed.object, Calls.back().passed.pools);
    }
    if (!Calls.empty())
      Result.calls[From] = std::move(Calls);
  }
}

void UnitAnalysis::reportLongLived() {
  std::deque<LeaseInfo> Leases;
  report(longLivedVariables(C, LongLived, Leases));
  llvm::DenseSet<const CXXRecordDecl *> Static;
  for (const VarDecl *V : LongLived) {
    const CXXRecordDecl *Of = recordOf(V->getType());
    while (Of && wrapperOf(Of) != Wrapper::None && !wrappedType(Of).isNull())
      Of = recordOf(wrappedType(Of));
    if (Of)
      Static.insert(Of->getCanonicalDecl());
  }
  for (const CXXRecordDecl *R : Records)
    if (auto It = Kept.find(R); It != Kept.end())
      report(longLivedMembers(C, *R, It->second, Static.contains(R->getCanonicalDecl())));
}

AnalysisResult UnitAnalysis::run() {
  collect();
  for (const std::vector<unsigned> &Component : components()) {
    // Inside a component the summaries depend on each other: once more after the first.
    unsigned Rounds =
        Component.size() > 1 || llvm::is_contained(Nodes[Component[0]].callees, Component[0]) ? 3
                                                                                              : 1;
    for (unsigned Round = 1; Round <= Rounds; ++Round)
      for (unsigned I : llvm::reverse(Component))
        summarise(Nodes[I], Round == Rounds);
  }
  for (const CXXRecordDecl *R : Records) {
    report(clientMembers(C, *R));
    if (auto It = Stored.find(R); It != Stored.end())
      report(unclosedMembers(C, *R, It->second,
                             LookedAt.contains(R) ? &LookedAt.find(R)->second : nullptr));
  }
  reportLongLived();
  const SourceManager &SM = Ctx.getSourceManager();
  llvm::sort(Result.findings, [&](const Finding &A, const Finding &B) {
    if (A.at != B.at)
      return SM.isBeforeInTranslationUnit(A.at, B.at);
    return A.check < B.check;
  });
  Result.recognised = C.recognised();
  if (O.exportFacts) {
    for (const Node &N : Nodes)
      exportFact(N);
    Numbers.exportTo(Result.facts, Ctx);
    exportCalls();
  }
  return std::move(Result);
}

std::string UnitAnalysis::dump(llvm::StringRef Name, bool Dot) {
  run();
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  for (const Node &N : Nodes) {
    if (qualifiedName(*N.fn) != Name && lastName(*N.fn) != Name)
      continue;
    std::unique_ptr<CFG> Graph = buildGraph(*N.fn, Ctx);
    if (!Graph)
      continue;
    Walker W(C, *N.fn, *N.body, O.flow);
    FlowDump Dump;
    W.run(*Graph, &Dump);
    std::map<unsigned, std::vector<std::string>> States(Dump.blocks.begin(), Dump.blocks.end());
    auto Text = [&](const CFGBlock &B) {
      std::string Body;
      llvm::raw_string_ostream S(Body);
      unsigned I = 0;
      for (const CFGElement &E : B) {
        ++I;
        auto St = E.getAs<CFGStmt>();
        if (!St ||
            !isa<CallExpr, DeclStmt, ReturnStmt, CXXThrowExpr, CXXDeleteExpr>(St->getStmt())) {
          if (auto D = E.getAs<CFGAutomaticObjDtor>())
            S << "  " << I << ": ~" << D->getVarDecl()->getName() << "\n";
          continue;
        }
        S << "  " << I << ": ";
        std::string Code;
        llvm::raw_string_ostream CodeOS(Code);
        St->getStmt()->printPretty(CodeOS, nullptr, PrintingPolicy(Ctx.getLangOpts()));
        llvm::StringRef Line = llvm::StringRef(Code).split('\n').first;
        S << Line.take_front(72) << (Line.size() > 72 ? "..." : "") << "\n";
      }
      return Body;
    };
    if (Dot) {
      auto Quote = [](llvm::StringRef S) {
        std::string R;
        for (char Ch : S)
          if (Ch == '\n')
            R += "\\l";
          else if (Ch == '"' || Ch == '\\')
            (R += '\\') += Ch;
          else
            R += Ch;
        return R;
      };
      OS << "digraph \"" << Quote(qualifiedName(*N.fn))
         << "\" {\n  node [shape=box fontname=monospace];\n";
      for (const CFGBlock *B : *Graph) {
        std::string Label = "B" + std::to_string(B->getBlockID());
        if (B == &Graph->getEntry())
          Label += " entry";
        if (B == &Graph->getExit())
          Label += " exit";
        Label += "\n";
        for (const std::string &S : States[B->getBlockID()])
          Label += "[" + S + "]\n";
        OS << "  b" << B->getBlockID() << " [label=\"" << Quote(Label + Text(*B)) << "\""
           << (States[B->getBlockID()].empty() ? " color=gray" : "") << "];\n";
        for (const CFGBlock::AdjacentBlock &S : B->succs())
          if (const CFGBlock *To = S.getReachableBlock())
            OS << "  b" << B->getBlockID() << " -> b" << To->getBlockID() << ";\n";
      }
      OS << "}\n";
    } else {
      OS << qualifiedName(*N.fn) << "\n";
      // The entry block stands last in clang's order.
      std::vector<const CFGBlock *> Blocks(Graph->begin(), Graph->end());
      std::ranges::reverse(Blocks);
      for (const CFGBlock *B : Blocks) {
        OS << " B" << B->getBlockID();
        if (B == &Graph->getEntry())
          OS << " (entry)";
        if (B == &Graph->getExit())
          OS << " (exit)";
        OS << " ->";
        for (const CFGBlock::AdjacentBlock &S : B->succs())
          if (const CFGBlock *To = S.getReachableBlock())
            OS << " B" << To->getBlockID();
        OS << "\n";
        for (const std::string &S : States[B->getBlockID()])
          OS << "  [" << S << "]\n";
        if (States[B->getBlockID()].empty())
          OS << "  [not reached]\n";
        OS << Text(*B);
      }
    }
  }
  return Out;
}

} // namespace

AnalysisResult analyse(ASTContext &Context, const AnalysisOptions &Options) {
  return UnitAnalysis(Context, Options).run();
}

std::string dumpFlow(ASTContext &Context, const AnalysisOptions &Options, llvm::StringRef Function,
                     bool Dot) {
  return UnitAnalysis(Context, Options).dump(Function, Dot);
}

} // namespace leasehold
