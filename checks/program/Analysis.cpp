//===- Analysis.cpp - one translation unit, from AST to findings ----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Analysis.h"
#include "fixes/Fixes.h"
#include "flow/Dump.h"
#include "flow/OpenFlags.h"
#include "flow/Pools.h"
#include "program/CallGraph.h"
#include "rules/Rule.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/SaveAndRestore.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace leasehold {
namespace {

class UnitAnalysis {
public:
  UnitAnalysis(ASTContext &Ctx, const AnalysisOptions &O)
      : Ctx(Ctx), O(O), C(Ctx, *O.models), Graph(Ctx) {
    C.facts = [this](const FunctionDecl *F) { return fact(F); };
    C.constants = [this](const VarDecl *V) { return constantOf(V); };
  }
  AnalysisResult run();
  std::string dump(llvm::StringRef Name, bool Dot);
  Catalog &catalog() { return C; }

private:
  using Node = CallGraph::Node;
  bool concernsLeases(const Node &N);
  void summarise(Node &N, bool Report);
  /// `In`: the function that they happened in; null: none.
  void report(const std::vector<Event> &Events, const Node *In = nullptr);
  void settle(const Node &N, Effects Summary);
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
  CallGraph Graph;
  std::unique_ptr<Unit> Bodies;
  std::unique_ptr<OpenFlags> Flags;
  llvm::DenseMap<const CXXRecordDecl *, std::vector<StoredMember>> Stored, Kept;
  std::vector<std::pair<const Node *, std::vector<LeftSession>>> Left;
  llvm::DenseMap<const CXXRecordDecl *, std::set<std::string>> LookedAt; ///< by destructors
  AnalysisResult Result;
  std::set<std::tuple<std::string, std::string, unsigned, unsigned>> Seen;
  llvm::DenseMap<const FunctionDecl *, std::string> Usrs;
  bool Walking = false;
};

/// Lambdas by the function that they are written in.
std::string nameWithLambdas(const FunctionDecl &F) {
  if (const auto *M = dyn_cast<CXXMethodDecl>(&F); M && M->getParent()->isLambda()) {
    const auto *Around =
        dyn_cast_or_null<FunctionDecl>(M->getParent()->getDeclContext()->getNonClosureAncestor());
    return (Around ? qualifiedName(*Around) + "::" : "") + "(lambda)";
  }
  return qualifiedName(F);
}

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
    return Graph.numbers().ofUnit(*V);
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
    if (const Node *Of = Graph.find(L->getCallOperator()))
      for (const MemberExpr *M : Of->body->members)
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
    if (std::unique_ptr<CFG> Blocks = buildGraph(*N.fn, Ctx)) {
      Walker W(C, *N.fn, *N.body, O.flow, Flags.get());
      FlowResult R = W.run(*Blocks);
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
      if (Report && R.left.size() > 1)
        Left.emplace_back(&N, std::move(R.left));
      if (const auto *D = dyn_cast<CXXDestructorDecl>(N.fn); D && Report && !R.overBudget)
        LookedAt[D->getParent()] = std::move(R.lookedAt);
      settle(N, std::move(Summary));
      if (Report) {
        report(R.events, &N);
        reportOptions(N);
      }
      return;
    }
  }
  if (Report) {
    ++Result.functions;
    reportOptions(N);
  }
  settle(N, std::move(Summary));
}

/// What the walk does not say is added, and callers may ask. What a flag says of a function goes
/// with its fact, since other units see no body.
void UnitAnalysis::settle(const Node &N, Effects Summary) {
  summariseCalls(C, *N.fn, *N.body, O.flow, Summary);
  if (const Effects *E = C.poolTravels(N.fn) ? C.declared(N.fn) : nullptr) {
    Summary.acquires = E->acquires;
    Summary.releases = E->releases;
    Summary.mayRelease = E->mayRelease;
    Summary.keeps.clear();
    Summary.assigns.clear();
    Summary.same.reset();
  }
  C.setSummary(N.fn, std::move(Summary));
}

void UnitAnalysis::reportOptions(const Node &N) {
  std::deque<PoolOptions> Pools;
  report(poolOptions(C, *N.fn, *N.body, Pools), &N);
}

void UnitAnalysis::report(const std::vector<Event> &Events, const Node *In) {
  const std::string Function = In ? nameWithLambdas(*In->fn) : "";
  const SourceManager &SM = Ctx.getSourceManager();
  for (const Event &E : Events)
    for (const Rule &Each : allRules()) {
      std::optional<Finding> F = Each.word(E);
      if (!F || F->level > O.level)
        continue;
      SourceLocation At = SM.getExpansionLoc(F->at);
      if (At.isInvalid() || isInLibrary(At, SM))
        continue;
      F->at = At;
      PresumedLoc P = SM.getPresumedLoc(At);
      // One report per check and line: the lease and the transaction on it are one problem.
      if (!Seen.insert(
                   {F->check, P.isValid() ? P.getFilename() : "", P.isValid() ? P.getLine() : 0, 0})
               .second)
        continue;
      F->function = Function;
      for (Note &N : F->notes)
        N.at = SM.getExpansionLoc(N.at);
      auto Nowhere = [](const Note &N) { return N.at.isInvalid(); };
      F->before -= std::count_if(F->notes.begin(), F->notes.begin() + F->before, Nowhere);
      llvm::erase_if(F->notes, Nowhere);
      if (In)
        F->fix = fixFor({E, C, *In->fn, *In->body});
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
  const std::vector<Node> &Nodes = Graph.nodes();
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
      if (Reached[I] && !Graph.find(S.callee))
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
  report(longLivedVariables(C, Graph.staticVariables(), Leases));
  llvm::DenseSet<const CXXRecordDecl *> Static;
  for (const VarDecl *V : Graph.staticVariables())
    if (const CXXRecordDecl *Of = unwrapped(V->getType()))
      Static.insert(Of->getCanonicalDecl());
  for (const CXXRecordDecl *R : Graph.records())
    if (auto It = Kept.find(R); It != Kept.end())
      report(longLivedMembers(C, *R, It->second, Static.contains(R->getCanonicalDecl())));
}

AnalysisResult UnitAnalysis::run() {
  std::vector<Node> &Nodes = Graph.nodes();
  std::vector<Unit::Function> All;
  for (const Node &N : Nodes)
    All.push_back({N.fn, N.body.get()});
  Bodies = std::make_unique<Unit>(std::move(All));
  Flags = std::make_unique<OpenFlags>(C, *Bodies);
  for (const std::vector<unsigned> &Component : Graph.components()) {
    // Inside a component the summaries depend on each other: once more after the first.
    unsigned Rounds =
        Component.size() > 1 || llvm::is_contained(Nodes[Component[0]].callees, Component[0]) ? 3
                                                                                              : 1;
    for (unsigned Round = 1; Round <= Rounds; ++Round)
      for (unsigned I : llvm::reverse(Component))
        summarise(Nodes[I], Round == Rounds);
  }
  for (const CXXRecordDecl *R : Graph.records()) {
    report(clientMembers(C, *R));
    if (auto It = Stored.find(R); It != Stored.end())
      report(unclosedMembers(C, *R, It->second,
                             LookedAt.contains(R) ? &LookedAt.find(R)->second : nullptr));
  }
  reportLongLived();
  report(Flags->clearedWhileOpen());
  for (const auto &[N, Sessions] : Left)
    report(failedOpens(C, *Bodies, *N->fn, Sessions), N);
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
    Graph.numbers().exportTo(Result.facts, Ctx);
    exportCalls();
  }
  return std::move(Result);
}

std::string UnitAnalysis::dump(llvm::StringRef Name, bool Dot) {
  run();
  std::string Out;
  for (const Node &N : Graph.nodes()) {
    if (qualifiedName(*N.fn) != Name && lastName(*N.fn) != Name)
      continue;
    std::unique_ptr<CFG> Blocks = buildGraph(*N.fn, Ctx);
    if (!Blocks)
      continue;
    FlowDump Dump;
    Walker(C, *N.fn, *N.body, O.flow, Flags.get()).run(*Blocks, &Dump);
    Out += Dot ? flowAsDot(qualifiedName(*N.fn), *Blocks, Ctx, Dump)
               : flowAsText(qualifiedName(*N.fn), *Blocks, Ctx, Dump);
  }
  return Out;
}

} // namespace

AnalysisResult analyse(ASTContext &Context, const AnalysisOptions &Options) {
  return UnitAnalysis(Context, Options).run();
}

void withCatalog(ASTContext &Context, const AnalysisOptions &Options,
                 llvm::function_ref<void(Catalog &)> Use) {
  UnitAnalysis Unit(Context, Options);
  (void)Unit.run();
  Use(Unit.catalog());
}

std::string dumpFlow(ASTContext &Context, const AnalysisOptions &Options, llvm::StringRef Function,
                     bool Dot) {
  return UnitAnalysis(Context, Options).dump(Function, Dot);
}

} // namespace leasehold
