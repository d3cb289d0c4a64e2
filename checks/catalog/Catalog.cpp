//===- Catalog.cpp - everything known about a program's names -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "catalog/Catalog.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace leasehold {

Catalog::Catalog(ASTContext &Context, const ModelSet &Models) : Context(Context), Models(Models) {
  inferShapes(*this);
}

Catalog::~Catalog() = default;

namespace {

/// Member functions of class templates and their instantiations share one model.
const FunctionDecl *canonical(const FunctionDecl *F) { return F->getCanonicalDecl(); }

bool derivesFrom(const CXXRecordDecl *R, llvm::StringRef Name) {
  if (!R)
    return false;
  if (qualifiedName(*R) == Name)
    return true;
  if (!R->hasDefinition())
    return false;
  for (const CXXBaseSpecifier &B : R->bases())
    if (derivesFrom(B.getType()->getAsCXXRecordDecl(), Name))
      return true;
  return false;
}

bool inStd(const NamedDecl &D) { return D.isInStdNamespace(); }

} // namespace

//===----------------------------------------------------------------------===//
// Annotations (see leasehold/annotations.h)
//===----------------------------------------------------------------------===//

namespace {

/// The `N`-th argument of an annotation as a parameter's index, or as text.
unsigned annotationIndex(const AnnotateAttr &A, ASTContext &C, unsigned N = 0) {
  if (A.args_size() <= N)
    return 0;
  Expr::EvalResult R;
  const Expr *E = *(A.args_begin() + N);
  if (E->EvaluateAsInt(R, C))
    return static_cast<unsigned>(R.Val.getInt().tryExtValue().value_or(0)) & 63U;
  return 0;
}

std::string annotationText(const AnnotateAttr &A) {
  if (A.args_size() == 0)
    return {};
  if (const auto *S = dyn_cast<clang::StringLiteral>(strip(*A.args_begin())))
    return S->getString().str();
  return {};
}

} // namespace

const Effects *Catalog::annotationOf(const FunctionDecl *F) {
  auto [It, New] = Annotated.try_emplace(canonical(F));
  if (!New)
    return It->second.get();
  Effects E;
  bool Any = false;
  for (const FunctionDecl *D : F->redecls())
    for (const auto *A : D->specific_attrs<AnnotateAttr>()) {
      llvm::StringRef Text = A->getAnnotation();
      if (!Text.consume_front("leasehold::"))
        continue;
      Any = true;
      Slot Nth = Slot::param(annotationIndex(*A, Context));
      auto Txn = [&](TxnEffect::Kind K) {
        if (A->args_size() == 0)
          Nth = Slot::self();
        E.txn.push_back({K, Nth, true});
      };
      if (Text == "acquires" || Text == "acquires_into") {
        Acquire Q;
        Q.from = Slot::self();
        QualType Type = F->getReturnType();
        if (Text == "acquires_into") {
          Q.to = Nth;
          if (Nth.index < F->getNumParams())
            Type = F->getParamDecl(Nth.index)->getType()->getPointeeType();
        }
        const CXXRecordDecl *R = Type.isNull() || Type->isPointerType() ? nullptr : recordOf(Type);
        Q.guarded = R && (hasOwnDeleter(R) || traitsOf(R).onDestroy == OnDestroy::Release);
        E.acquires.push_back(Q);
      } else if (Text == "releases") {
        E.releases.push_back(Nth);
      } else if (Text == "releases_this") {
        E.releases.push_back(Slot::self());
      } else if (Text == "keeps") {
        E.keeps.push_back(Nth);
      } else if (Text == "blocks") {
        std::string What = annotationText(*A);
        E.blocks = Blocking{"wait", What.empty() ? "blocks" : What, {}, {}, false, false, {}};
      } else if (Text == "nonblocking") {
        E.nonblocking = true;
      } else if (Text == "background") {
        E.background.push_back(Nth);
      } else if (Text == "handler") {
        E.handlers.push_back(Nth);
      } else if (Text == "invokes") {
        E.invokes.push_back(Nth);
      } else if (Text == "begins") {
        Txn(TxnEffect::Begin);
      } else if (Text == "commits") {
        Txn(TxnEffect::Commit);
      } else if (Text == "rolls_back") {
        Txn(TxnEffect::Rollback);
      }
      E.borrowsArguments = true;
    }
  if (Any) {
    E.origin = "annotation";
    // The map may have grown while traitsOf() looked things up.
    Annotated[canonical(F)] = std::make_unique<Effects>(std::move(E));
  }
  return Annotated[canonical(F)].get();
}

std::optional<TypeTraits> Catalog::annotatedTraits(const CXXRecordDecl *R) {
  for (const auto *A : R->specific_attrs<AnnotateAttr>()) {
    llvm::StringRef Text = A->getAnnotation();
    if (!Text.consume_front("leasehold::"))
      continue;
    TypeTraits T;
    T.origin = "annotation";
    if (Text == "session")
      T.role = Role::Session;
    else if (Text == "guard") {
      T.role = Role::Guard;
      T.onDestroy = OnDestroy::Release;
      T.pooled = true;
    } else if (Text == "pool")
      T.role = Role::Pool;
    else if (Text == "transaction") {
      T.role = Role::Transaction;
      T.begins = Construction::Any;
      T.onDestroy = OnDestroy::Rollback;
    } else
      continue;
    return T;
  }
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// An object of this class; or whatever, when none is meant.
static bool returns(const FunctionDecl &F, llvm::StringRef Class) {
  const CXXRecordDecl *R = F.getReturnType()->getAsCXXRecordDecl();
  return Class.empty() || (R && qualifiedName(*R) == Class);
}

const Effects *Catalog::modelOf(const FunctionDecl *F, QualType Receiver) {
  auto [It, New] = Modelled.try_emplace(canonical(F));
  if (New) {
    llvm::SmallVector<const FunctionModel *, 2> Found;
    auto Look = [&](const FunctionDecl *D) {
      if (!D->getDeclName().isIdentifier() || Models.knowsLastName(lastName(*D))) {
        llvm::SmallVector<const FunctionModel *, 4> All;
        Models.findFunctions(qualifiedName(*D), All);
        for (const FunctionModel *M : All)
          if ((!M->params || *M->params == D->getNumParams()) && returns(*D, M->returning))
            Found.push_back(M);
      }
    };
    Look(F);
    if (const auto *M = dyn_cast<CXXMethodDecl>(F); M && Found.empty()) {
      llvm::SmallVector<const CXXMethodDecl *, 4> Work(M->begin_overridden_methods(),
                                                       M->end_overridden_methods());
      while (!Work.empty()) {
        const CXXMethodDecl *O = Work.pop_back_val();
        Look(O);
        Work.append(O->begin_overridden_methods(), O->end_overridden_methods());
      }
    }
    Modelled[canonical(F)] = Found;
  }
  const auto &Found = Modelled[canonical(F)];
  for (const FunctionModel *M : Found)
    if (M->receiver.empty() || (!Receiver.isNull() && derivesFrom(recordOf(Receiver), M->receiver)))
      return &M->effects;
  return nullptr;
}

const Effects *Catalog::declared(const FunctionDecl *F, QualType Receiver) {
  if (!F)
    return nullptr;
  if (const Effects *E = annotationOf(F))
    return E;
  if (const Effects *E = modelOf(F, Receiver))
    return E;
  if (auto It = Inferred.find(canonical(F)); It != Inferred.end())
    return It->second.get();
  // Members of an instantiation are recognised on the pattern as well.
  if (const FunctionDecl *P = F->getTemplateInstantiationPattern())
    if (auto It = Inferred.find(canonical(P)); It != Inferred.end())
      return It->second.get();
  return nullptr;
}

const Effects *Catalog::summary(const FunctionDecl *F) const {
  if (!F)
    return nullptr;
  auto It = Summaries.find(canonical(F));
  return It == Summaries.end() ? nullptr : It->second.get();
}

const Effects *Catalog::effectsOf(const FunctionDecl *F, QualType Receiver) {
  if (!F)
    return nullptr;
  if (const Effects *E = declared(F, Receiver))
    return E;
  const Effects *Joined = nullptr;
  if (auto It = Overriders.find(canonical(F)); It != Overriders.end())
    Joined = It->second.get();
  if (const Effects *E = summary(F))
    return E->blocks || !Joined ? E : Joined;
  if (facts)
    if (const Effects *E = facts(F))
      return E;
  return Joined;
}

void Catalog::joinOverrider(const CXXMethodDecl *Overridden, const Effects &E) {
  if (!E.blocks && E.throws.empty() && E.takes.empty())
    return;
  auto &Into = Overriders[canonical(Overridden)];
  if (!Into) {
    Into = std::make_unique<Effects>();
    Into->origin = "overriders";
  }
  if (!Into->blocks)
    Into->blocks = E.blocks;
  if (Into->takes.empty())
    Into->takes = E.takes;
}

void Catalog::setSummary(const FunctionDecl *F, Effects E) {
  if (const auto *M = dyn_cast<CXXMethodDecl>(F); M && M->isVirtual())
    for (const CXXMethodDecl *O : M->overridden_methods())
      joinOverrider(O, E);
  Summaries[canonical(F)] = std::make_unique<Effects>(std::move(E));
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// Does the class, or a base, declare one of these methods? What is not in sight may.
static bool declaresAny(const CXXRecordDecl &R, const llvm::StringSet<> &Methods) {
  for (const auto &Each : Methods) {
    const IdentifierInfo &Name = R.getASTContext().Idents.get(Each.getKey());
    if (!llvm::isAlpha(Each.getKey().front()) || !R.lookup(&Name).empty())
      return true; // an operator, a destructor; or declared
  }
  return llvm::any_of(R.bases(), [&](const CXXBaseSpecifier &B) {
    const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
    return !Base || !Base->hasDefinition() || declaresAny(*Base->getDefinition(), Methods);
  });
}

/// A class of the program that only has the name of a library's, since it has none of the methods
/// that the library's is known for.
bool Catalog::isNamesake(const CXXRecordDecl &Def, const TypeModel &Of) const {
  const llvm::StringSet<> *Methods = Of.trust > 0 ? nullptr : Models.methodsOf(Of.name);
  return Methods && Def.isThisDeclarationADefinition() && isUserCode(Def) &&
         !declaresAny(Def, *Methods);
}

const TypeTraits &Catalog::traitsOf(const CXXRecordDecl *R) {
  static const TypeTraits Nothing;
  if (!R)
    return Nothing;
  R = R->getCanonicalDecl();
  if (auto It = Traits.find(R); It != Traits.end())
    return *It->second;
  TypeTraits T;
  const CXXRecordDecl *Def = R->getDefinition() ? R->getDefinition() : R;
  if (auto A = annotatedTraits(Def)) {
    T = *A;
  } else if (!R->isLambda() && R->getIdentifier()) {
    if (const TypeModel *M = Models.findType(qualifiedName(*R)); M && !isNamesake(*Def, *M)) {
      T = M->traits;
    } else if (R->hasDefinition() && (isUserCode(*R) || !inStd(*R))) {
      // A class derived from a modelled one is one, too.
      for (const CXXBaseSpecifier &B : Def->bases())
        if (const TypeTraits &Base = traitsOf(B.getType()->getAsCXXRecordDecl());
            Base.role != Role::None) {
          T = Base;
          break;
        }
    }
  }
  return *(Traits[R] = std::make_unique<TypeTraits>(std::move(T)));
}

/// A struct of C, which has no bases, no shape and no annotations: what a model says of it.
const TypeTraits *Catalog::traitsInC(const RecordDecl *R) {
  auto [It, New] = CTraits.try_emplace(cast<RecordDecl>(R->getCanonicalDecl()));
  if (New && R->getIdentifier())
    if (const TypeModel *M = Models.findType(R->getName()); M && M->traits.role != Role::None)
      It->second = &M->traits;
  return It->second;
}

Carrier Catalog::carrierOf(QualType T) {
  Carrier C;
  if (T.isNull())
    return C;
  if (T->isReferenceType()) {
    C.indirect = true;
    T = T.getNonReferenceType();
  }
  for (unsigned Depth = 0; Depth < 6; ++Depth) {
    if (T->isPointerType()) {
      C.indirect = true;
      T = T->getPointeeType();
      continue;
    }
    const CXXRecordDecl *R = T->getAsCXXRecordDecl();
    if (!R) {
      if (const RecordDecl *InC = T->getAsRecordDecl())
        if (const TypeTraits *Found = traitsInC(InC)) {
          C.traits = Found;
          C.record = InC;
        }
      return C;
    }
    if (Wrapper W = wrapperOf(R); W != Wrapper::None && !wrappedType(R).isNull()) {
      if (C.wrapper == Wrapper::None)
        C.wrapper = W;
      T = wrappedType(R);
      continue;
    }
    if (const TypeTraits &Found = traitsOf(R); Found.role != Role::None) {
      C.traits = &Found;
      C.record = R;
    }
    return C;
  }
  return C;
}

/// Does the class have a session of its own: in a field, an object in a field, or a base?
static bool hasSession(Catalog &C, const CXXRecordDecl *R, unsigned Depth = 0) {
  if (!R || !R->hasDefinition() || !isUserCode(*R) || Depth > 2)
    return false;
  R = R->getDefinition();
  auto Has = [&](QualType T) {
    if (isSessionLike(C.carrierOf(T).role()))
      return true;
    return !T->isPointerType() && !T->isReferenceType() && !isContainer(recordOf(T)) &&
           hasSession(C, unwrapped(T), Depth + 1);
  };
  return llvm::any_of(R->fields(), [&](const FieldDecl *F) { return Has(F->getType()); }) ||
         llvm::any_of(R->bases(), [&](const CXXBaseSpecifier &B) { return Has(B.getType()); });
}

/// Does a field only say whom its object knows? A pointer or reference to an object of the program
/// that has no session itself: a job knows its service, which knows its server.
bool Catalog::refersToAnother(QualType T) {
  if (!T->isPointerType() && !T->isReferenceType())
    return false;
  const CXXRecordDecl *R = unwrapped(T);
  return R && R->hasDefinition() && isUserCode(*R) && traitsOf(R).role == Role::None &&
         !hasSession(*this, R);
}

const CXXRecordDecl *Catalog::sessionCore(QualType T, unsigned Depth) {
  if (T.isNull() || Depth > 2)
    return nullptr;
  Carrier C = carrierOf(T);
  if (isSessionLike(C.role()))
    return dyn_cast<CXXRecordDecl>(C.record->getCanonicalDecl());
  if (C.traits)
    return nullptr;
  T = T.getNonReferenceType();
  const CXXRecordDecl *R = unwrapped(T);
  if (!R || !R->hasDefinition() || !isUserCode(*R) || R->isLambda() || R->isUnion())
    return nullptr;
  R = R->getDefinition();
  if (auto It = Cores.find(R); It != Cores.end())
    return It->second;
  Cores[R] = nullptr; // a class that holds itself through a pointer
  for (const FieldDecl *F : R->fields()) {
    if (isContainer(recordOf(F->getType())) || refersToAnother(F->getType()))
      continue;
    if (sessionCore(F->getType(), Depth + 1)) {
      return Cores[R] = R->getCanonicalDecl();
    }
  }
  if (Depth < 2)
    for (const CXXBaseSpecifier &B : R->bases())
      if (sessionCore(B.getType(), Depth + 1))
        return Cores[R] = R->getCanonicalDecl();
  return nullptr;
}

bool Catalog::servesOneClient(const CXXRecordDecl *R) {
  if (!R || !R->hasDefinition())
    return false;
  R = R->getDefinition();
  auto IsSocket = [&](QualType T, bool &PerClientOnly) {
    Carrier C = carrierOf(T);
    if (T->isReferenceType())
      return false;
    PerClientOnly = C.role() == Role::ClientSocket;
    return C.role() == Role::WebSocket || C.role() == Role::ClientSocket;
  };
  bool PerClientOnly = false;
  bool Socket = false;
  for (const FieldDecl *F : R->fields())
    if (bool P = false; IsSocket(F->getType(), P)) {
      Socket = true;
      PerClientOnly |= P;
    }
  if (traitsOf(R).role == Role::WebSocket)
    return true;
  for (const CXXBaseSpecifier &B : R->bases())
    if (const CXXRecordDecl *D = B.getType()->getAsCXXRecordDecl(); D && servesOneClient(D))
      return true;
  if (!Socket)
    return false;
  if (!PerClientOnly)
    return true;
  // A TCP socket makes a class one client's when the socket was accepted elsewhere and handed in.
  for (const CXXConstructorDecl *K : R->ctors())
    for (const ParmVarDecl *P : K->parameters())
      if (carrierOf(P->getType()).role() == Role::ClientSocket && !K->isCopyOrMoveConstructor())
        return true;
  if (R->isAggregate())
    return true;
  for (const CXXBaseSpecifier &B : R->bases())
    if (const CXXRecordDecl *D = B.getType()->getAsCXXRecordDecl();
        D && D->getName() == "enable_shared_from_this")
      return true;
  return false;
}

} // namespace leasehold
