//===- Inference.cpp - hand-written pools, guards and thread pools --------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Most C++ programs write their own pool. It is recognised by its shape: by what
// the bodies do first (a method that takes an element out of a container of
// sessions, one that puts it back), and by names only where no body is visible.
//
//===----------------------------------------------------------------------===//

#include "catalog/Inference.h"
#include "catalog/InferenceBodies.h"
#include "catalog/Sql.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace leasehold {
namespace {

/// All complete classes and all functions of the code under analysis.
class Collector : public RecursiveASTVisitor<Collector> {
public:
  std::vector<const CXXRecordDecl *> records;
  std::vector<const FunctionDecl *> functions;

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool TraverseStmt(Stmt * /*S*/) { return true; } // declarations only
  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    if (R->isThisDeclarationADefinition() && !R->isLambda() && !R->isUnion() && isUserCode(*R))
      records.push_back(R);
    return true;
  }
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (!isa<CXXMethodDecl>(F) && isUserCode(*F))
      functions.push_back(F);
    return true;
  }
};

} // namespace

void inferShapes(Catalog &C) { Inference(C).run(); }

void Inference::run() {
  Collector All;
  for (Decl *D : C.context().getTranslationUnitDecl()->noload_decls())
    if (isUserCode(*D) || isa<LinkageSpecDecl>(D) || isa<NamespaceDecl>(D)) {
      if (isa<NamespaceDecl>(D) && !isUserCode(*D))
        continue;
      All.TraverseDecl(D);
    }
  std::vector<const FunctionDecl *> Everywhere = All.functions;
  for (const CXXRecordDecl *R : All.records)
    Everywhere.insert(Everywhere.end(), R->method_begin(), R->method_end());
  inferSlots(Everywhere);
  inferLists(Everywhere);
  std::vector<const CXXRecordDecl *> Rest;
  for (const CXXRecordDecl *R : All.records)
    if (!inferPool(R))
      Rest.push_back(R);
  for (const FunctionDecl *F : All.functions)
    inferFreePair(F, All.functions);
  // A guard may hold another guard: twice is enough in life.
  for (int Round = 0; Round < 2; ++Round)
    for (const CXXRecordDecl *R : Rest)
      if (!R->isDependentContext())
        inferGuard(R);
  for (const CXXRecordDecl *R : All.records) {
    inferThreadPool(R);
    if (!R->isDependentContext())
      inferTransaction(R);
  }
}

void Inference::setTraits(const CXXRecordDecl *R, TypeTraits T) {
  C.Traits[R->getCanonicalDecl()] = std::make_unique<TypeTraits>(std::move(T));
}

void Inference::setEffects(const FunctionDecl *F, Effects E) {
  C.Inferred[F->getCanonicalDecl()] = std::make_unique<Effects>(std::move(E));
}

void Inference::recognised(llvm::StringRef What, const NamedDecl &D, std::string Why) {
  std::string Name = qualifiedName(D);
  for (const Recognised &R : C.Shapes)
    if (R.name == Name && R.what == What)
      return;
  C.Shapes.push_back({What.str(), std::move(Name), D.getLocation(), std::move(Why)});
}

/// The session records inside a container type, through nested containers and wrappers.
void Inference::collectCores(QualType T, llvm::SmallSetVector<const CXXRecordDecl *, 4> &Out,
                             bool InPool, unsigned Depth) {
  if (T.isNull() || Depth > 3)
    return;
  if (const auto *A = T->getAsArrayTypeUnsafe()) {
    collectCores(A->getElementType(), Out, InPool, Depth + 1);
    if (const CXXRecordDecl *Core = C.sessionCore(A->getElementType()))
      Out.insert(Core);
    return;
  }
  const CXXRecordDecl *R = recordOf(T);
  if (!R)
    return;
  if (!isContainer(R)) {
    // struct State { mutex; queue<...>; } behind a pointer: one level of pimpl.
    R = T->isReferenceType() ? nullptr : unwrapped(T);
    if (R && R->hasDefinition() && isUserCode(*R) && Depth == 0)
      for (const FieldDecl *F : R->getDefinition()->fields())
        collectCores(F->getType(), Out, InPool, Depth + 2);
    return;
  }
  for (const TemplateArgument &A :
       cast<ClassTemplateSpecializationDecl>(R)->getTemplateArgs().asArray()) {
    if (A.getKind() != TemplateArgument::Type)
      continue;
    QualType E = A.getAsType();
    if (isContainer(recordOf(E)) && !E->isPointerType()) {
      collectCores(E, Out, InPool, Depth + 1);
      continue;
    }
    if (isCallable(E))
      continue;
    if (const CXXRecordDecl *Core = C.sessionCore(E)) {
      Out.insert(Core);
      continue;
    }
    // No known session inside: a class named like one, in a class named like a pool.
    const CXXRecordDecl *Element = recordOf(E);
    while (Element && wrapperOf(Element) != Wrapper::None)
      Element = recordOf(wrappedType(Element));
    if (InPool && Element && Element->getIdentifier() && namesSession(Element->getName()) &&
        !Element->isInStdNamespace() && A.getAsType().getAsString().find('*') != std::string::npos)
      Out.insert(Element->getCanonicalDecl());
    else if (InPool && Element && Element->getIdentifier() && namesSession(Element->getName()) &&
             wrapperOf(recordOf(E)) != Wrapper::None)
      Out.insert(Element->getCanonicalDecl());
  }
}

const CXXRecordDecl *
Inference::coreIn(QualType T, const llvm::SmallSetVector<const CXXRecordDecl *, 4> &Cores) {
  const CXXRecordDecl *R = unwrapped(T);
  if (!R || isContainer(R))
    return nullptr;
  if (Cores.contains(R->getCanonicalDecl()))
    return R->getCanonicalDecl();
  // The pool's elements may wrap what it hands out: entry { Conn *c; bool busy; }.
  if (const CXXRecordDecl *Core = C.sessionCore(T))
    for (const CXXRecordDecl *K : Cores)
      if (Core == K)
        return Core;
  for (const CXXRecordDecl *K : Cores)
    if (K->hasDefinition() && isUserCode(*K))
      for (const FieldDecl *F : K->getDefinition()->fields())
        if (recordOf(F->getType()) &&
            (recordOf(F->getType())->getCanonicalDecl() == R->getCanonicalDecl() ||
             (wrapperOf(recordOf(F->getType())) != Wrapper::None &&
              recordOf(wrappedType(recordOf(F->getType()))) &&
              recordOf(wrappedType(recordOf(F->getType())))->getCanonicalDecl() ==
                  R->getCanonicalDecl())) &&
            (isSessionLike(C.traitsOf(R).role)))
          return K;
  return nullptr;
}

/// A class that gives its session back by itself: it has a destructor and knows a session.
bool Inference::guardLike(QualType T, const CXXRecordDecl *Pool) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return false;
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return false;
  if (Wrapper W = wrapperOf(R); W == Wrapper::Unique)
    return hasOwnDeleter(R) || guardLike(wrappedType(R), Pool);
  else if (W == Wrapper::Optional)
    return guardLike(wrappedType(R), Pool);
  if (!R->hasDefinition() || !isUserCode(*R) || !R->getDefinition()->hasUserDeclaredDestructor())
    return C.traitsOf(R).role == Role::Guard;
  for (const FieldDecl *F : R->getDefinition()->fields()) {
    if (C.sessionCore(F->getType(), 1))
      return true;
    if (const CXXRecordDecl *FR = recordOf(F->getType());
        FR && FR->getCanonicalDecl() == Pool->getCanonicalDecl())
      return true;
  }
  return false;
}

/// shared_ptr<Guard>, unlike the shared_ptr<Session> that is put back by hand.
bool Inference::sharesGuard(QualType T, const CXXRecordDecl *Pool,
                            const llvm::SmallSetVector<const CXXRecordDecl *, 4> &Cores) {
  const CXXRecordDecl *W = T->getAsCXXRecordDecl();
  return W && wrapperOf(W) == Wrapper::Shared && !coreIn(T, Cores) &&
         guardLike(wrappedType(W), Pool);
}

/// A shared_ptr to what the pool keeps by plain pointers: only its deleter can put that back.
bool Inference::sharesElement(QualType T, const CXXRecordDecl *Pool) {
  const CXXRecordDecl *W = T->getAsCXXRecordDecl();
  const CXXRecordDecl *Shared =
      W && wrapperOf(W) == Wrapper::Shared ? recordOf(wrappedType(W)) : nullptr;
  return Shared && llvm::any_of(Pool->fields(), [&](const FieldDecl *F) {
           const auto *Container =
               dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(F->getType()));
           if (!Container || !isContainer(Container) || Container->getTemplateArgs().size() == 0)
             return false;
           const TemplateArgument &A = Container->getTemplateArgs()[0];
           return A.getKind() == TemplateArgument::Type && A.getAsType()->isPointerType() &&
                  recordOf(A.getAsType()) == Shared;
         });
}

std::optional<unsigned>
Inference::outParam(const FunctionDecl *F,
                    const llvm::SmallSetVector<const CXXRecordDecl *, 4> &Cores) {
  for (unsigned I = 0; I < F->getNumParams(); ++I) {
    QualType T = F->getParamDecl(I)->getType();
    QualType Pointee = T->getPointeeType();
    if (Pointee.isNull() || Pointee.isConstQualified())
      continue;
    const CXXRecordDecl *W = Pointee->getAsCXXRecordDecl();
    bool Handle = Pointee->isPointerType() || (W && wrapperOf(W) != Wrapper::None);
    if (Handle && coreIn(Pointee, Cores))
      return I;
  }
  return std::nullopt;
}

Acquire Inference::makeAcquire(const FunctionDecl *F, std::optional<unsigned> Out, bool Guarded) {
  Acquire A;
  A.pooled = true;
  A.guarded = Guarded;
  A.failure = Acquire::Failure::Null;
  A.waits = !F->getName().starts_with_insensitive("try");
  if (isa<CXXMethodDecl>(F))
    A.from = Slot::self();
  if (Out) {
    A.to = Slot::param(*Out);
    A.failure = Acquire::Failure::Absent;
    QualType R = F->getReturnType();
    if (R->isBooleanType())
      A.status = Acquire::Status::NonzeroIsOk;
    else if (R->isIntegerType())
      A.status = Acquire::Status::ZeroIsOk;
  }
  return A;
}

bool Inference::inferPool(const CXXRecordDecl *R) {
  // A class template is recognised on its pattern and, for its element types, on each
  // instantiation; the pattern's element is dependent and has no core.
  llvm::SmallSetVector<const CXXRecordDecl *, 4> Cores;
  bool NamedPool = mentions(R->getName(), "pool") || mentions(R->getName(), "manager") ||
                   mentions(R->getName(), "factory") || mentions(R->getName(), "mgr");
  if (R->isDependentContext())
    return false;
  if (C.traitsOf(R).role == Role::Pool && C.traitsOf(R).origin == "shape")
    return true;
  for (const FieldDecl *F : R->fields())
    collectCores(F->getType(), Cores, NamedPool || mentions(F->getName(), "pool"));
  bool HasContainer = !Cores.empty();
  if (!HasContainer) {
    // A facade: a pair of methods that hand out and take back the same session type.
    for (const CXXMethodDecl *M : R->methods())
      if (!isa<CXXConstructorDecl>(M) && !isa<CXXDestructorDecl>(M) &&
          M->getDeclName().isIdentifier() && namesRelease(M->getName()))
        for (const ParmVarDecl *P : M->parameters())
          if (const CXXRecordDecl *Core = C.sessionCore(P->getType()))
            Cores.insert(Core);
    if (Cores.empty())
      return false;
  }

  struct Candidate {
    const CXXMethodDecl *method;
    std::optional<unsigned> param;
    bool guarded = false, byBody = false;
    bool putsBack = false; // by the deleter of what it returns
  };
  std::vector<Candidate> Takers, Givers;
  auto Consider = [&](const CXXMethodDecl *M) {
    if (isa<CXXConstructorDecl>(M) || isa<CXXDestructorDecl>(M) || isa<CXXConversionDecl>(M) ||
        !M->getDeclName().isIdentifier() || M->isConst())
      return;
    const FunctionDecl *Body = M;
    BodyUse Use;
    if (const FunctionDecl *Pattern = M->getTemplateInstantiationPattern();
        Pattern && !M->hasBody())
      Body = Pattern;
    const FunctionDecl *Defined = nullptr;
    bool Visible = Body->hasBody(Defined);
    if (Visible)
      Use.TraverseStmt(Defined->getBody());
    bool Name = namesAcquire(M->getName());
    bool Back = namesRelease(M->getName());
    bool Guarded = guardLike(M->getReturnType(), R) || sharesGuard(M->getReturnType(), R, Cores);
    bool Returns = coreIn(M->getReturnType(), Cores) != nullptr || Guarded;
    std::optional<unsigned> Takes;
    for (unsigned I = 0; I < M->getNumParams(); ++I) {
      QualType T = M->getParamDecl(I)->getType();
      if (!T->isPointerType() && !T->isReferenceType() &&
          !(recordOf(T) && (wrapperOf(recordOf(T)) != Wrapper::None || coreIn(T, Cores))))
        continue;
      if (coreIn(T, Cores) && !(T->isPointerType() && T->getPointeeType()->isPointerType()))
        Takes = I;
    }
    if (Returns && !Takes) {
      bool Take = Visible ? (Use.takes || (Use.marks && Name) || (!HasContainer && Name)) : Name;
      if (Take && !M->getReturnType()->isReferenceType())
        Takers.push_back(
            {M, std::nullopt, Guarded, Visible && Use.takes,
             sharesElement(M->getReturnType(), R) && (Visible ? Use.takes && Use.puts : Name)});
      return;
    }
    if (Takes && !Returns) {
      bool Give =
          Visible ? (Use.puts || (Back && (Use.marks || !HasContainer || !Use.takes))) : Back;
      // "init(conn)" or "add(conn)" of a new connection also pushes: names decide between them.
      if (Give && (Back || (Visible && Use.puts && !mentions(M->getName(), "add") &&
                            !mentions(M->getName(), "init") && !mentions(M->getName(), "create"))))
        Givers.push_back({M, Takes, false, Visible && Use.puts});
      else if (auto Out = outParam(M, Cores); Out && (Name || (Visible && Use.takes)))
        Takers.push_back({M, Out, false, Visible && Use.takes});
      return;
    }
    if (!Returns)
      if (auto Out = outParam(M, Cores);
          Out && (Visible ? (Use.takes || (Name && !HasContainer)) : Name))
        Takers.push_back({M, Out, false, Visible && Use.takes});
  };
  for (const CXXMethodDecl *M : R->methods())
    Consider(M);

  if (Takers.empty())
    return false;
  bool AnyGuarded =
      llvm::any_of(Takers, [](const Candidate &K) { return K.guarded || K.putsBack; });
  if (Givers.empty() && !AnyGuarded)
    return false;
  if (!HasContainer && !AnyGuarded && Givers.empty())
    return false;
  // A facade must be a pair by names; a lone "get" beside "push" of statements is none.
  if (!HasContainer &&
      llvm::none_of(Takers, [](const Candidate &K) { return namesAcquire(K.method->getName()); }))
    return false;

  std::string Why = HasContainer ? "keeps a container of " : "hands out and takes back ";
  Why += (*Cores.begin())->getNameAsString();
  std::string Hand, Back;
  bool Raw = false;
  for (Candidate &K : Takers) {
    // shared_ptr with a deleter: guarded when nothing public takes the same pointer back.
    QualType Ret = K.method->getReturnType();
    if (!K.guarded && !K.param)
      if (const CXXRecordDecl *W = Ret->getAsCXXRecordDecl(); W && wrapperOf(W) == Wrapper::Shared)
        K.guarded = llvm::none_of(Givers, [&](const Candidate &G) {
          const CXXRecordDecl *P = recordOf(G.method->getParamDecl(*G.param)->getType());
          return P && wrapperOf(P) != Wrapper::None && G.method->getAccess() != AS_private;
        });
    Effects E;
    E.acquires.push_back(makeAcquire(K.method, K.param, K.guarded));
    E.borrowsArguments = true;
    E.origin = "shape: pool " + R->getNameAsString();
    Raw |= !K.guarded;
    setEffects(K.method, std::move(E));
    Hand += (Hand.empty() ? "" : ", ") + K.method->getNameAsString() + "()" +
            (K.byBody ? " takes one out" : " by its name");
  }
  for (const Candidate &K : Givers) {
    Effects E;
    E.releases.push_back(Slot::param(*K.param));
    E.borrowsArguments = true;
    E.origin = "shape: pool " + R->getNameAsString();
    setEffects(K.method, std::move(E));
    Back += (Back.empty() ? "" : ", ") + K.method->getNameAsString() + "()" +
            (K.byBody ? " puts one back" : " by its name");
  }
  Why += "; " + Hand + (Back.empty() ? "" : "; " + Back);
  TypeTraits T;
  T.role = Role::Pool;
  T.origin = "shape";
  T.reason = Why;
  setTraits(R, T);
  recognised("pool", *R, Why);
  for (const CXXRecordDecl *Core : Cores) {
    if (C.traitsOf(Core).role != Role::None)
      continue;
    TypeTraits S;
    S.role = Role::Session;
    S.pooled = Raw;
    S.onDestroy = closes(Core) ? OnDestroy::Release : OnDestroy::Nothing;
    S.origin = "shape";
    S.reason = "element of pool " + R->getNameAsString();
    setTraits(Core, S);
    recognised("session", *Core, S.reason);
  }
  return true;
}

void Inference::inferFreePair(const FunctionDecl *F, const std::vector<const FunctionDecl *> &All) {
  if (!F->getDeclName().isIdentifier() || C.declared(F) || F->isDependentContext())
    return;
  const CXXRecordDecl *Core = C.sessionCore(F->getReturnType());
  if (!Core || !namesAcquire(F->getName()) || F->getReturnType()->isReferenceType())
    return;
  for (const ParmVarDecl *P : F->parameters())
    if (C.sessionCore(P->getType()))
      return;
  for (const FunctionDecl *G : All) {
    if (!G->getDeclName().isIdentifier() || !namesRelease(G->getName()) ||
        G->getDeclContext()->getRedeclContext() != F->getDeclContext()->getRedeclContext() ||
        C.sessionCore(G->getReturnType()))
      continue;
    for (unsigned I = 0; I < G->getNumParams(); ++I) {
      if (C.sessionCore(G->getParamDecl(I)->getType()) != Core)
        continue;
      Effects E;
      bool Guarded = guardLike(F->getReturnType(), Core);
      E.acquires.push_back(makeAcquire(F, std::nullopt, Guarded));
      E.borrowsArguments = true;
      E.origin = "shape: pair " + F->getNameAsString() + "/" + G->getNameAsString();
      setEffects(F, std::move(E));
      Effects B;
      B.releases.push_back(Slot::param(I));
      B.borrowsArguments = true;
      B.origin = "shape: pair " + F->getNameAsString() + "/" + G->getNameAsString();
      setEffects(G, std::move(B));
      recognised("pool", *F,
                 "free functions " + F->getNameAsString() + "() and " + G->getNameAsString() +
                     "() hand out and take back " + Core->getNameAsString());
      return;
    }
  }
}

} // namespace leasehold
