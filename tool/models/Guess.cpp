//===- Guess.cpp - what may lack a model ----------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "models/Guess.h"
#include "models/Hints.h"
#include "output/Report.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace leasehold {
namespace {

/// What the code under analysis calls, and what it defines.
class Uses : public RecursiveASTVisitor<Uses> {
public:
  llvm::MapVector<const FunctionDecl *, unsigned> called; ///< canonical
  std::set<std::string> defined;

  bool VisitCallExpr(CallExpr *E) { return note(E->getDirectCallee()); }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) { return note(E->getConstructor()); }
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->doesThisDeclarationHaveABody() && isUserCode(*F))
      defined.insert(qualifiedName(*F));
    return true;
  }

private:
  bool note(const FunctionDecl *F) {
    if (F)
      ++called[F->getCanonicalDecl()];
    return true;
  }
};

/// Functions that are no methods, in some files.
class InFiles : public RecursiveASTVisitor<InFiles> {
public:
  InFiles(const SourceManager &SM, const llvm::DenseSet<FileID> &Files) : SM(SM), Files(Files) {}
  std::vector<const FunctionDecl *> functions;

  bool TraverseStmt(Stmt * /*S*/) { return true; } // declarations only
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (!isa<CXXMethodDecl>(F) && F->getDeclName().isIdentifier() && F == F->getCanonicalDecl() &&
        Files.contains(SM.getFileID(SM.getExpansionLoc(F->getLocation()))))
      functions.push_back(F);
    return true;
  }

private:
  const SourceManager &SM;
  const llvm::DenseSet<FileID> &Files;
};

/// A handle in a signature: the record behind a pointer.
const RecordDecl *handleIn(QualType T) {
  if (T.isNull() || !T->isPointerType())
    return nullptr;
  const auto *R = T->getPointeeType()->getAsRecordDecl();
  return R && R->getIdentifier() ? cast<RecordDecl>(R->getCanonicalDecl()) : nullptr;
}

/// The handle that arrives through an out parameter.
const RecordDecl *handleOut(QualType T) {
  if (!T->isPointerType() && !T->isReferenceType())
    return nullptr;
  const QualType Pointee = T->getPointeeType();
  return Pointee.isConstQualified() ? nullptr : handleIn(Pointee);
}

/// A part of a library that is not for its users: they call what stands in front of it.
bool isInternal(const NamedDecl &D) {
  llvm::SmallVector<llvm::StringRef, 6> Parts;
  const std::string Name = qualifiedName(D);
  llvm::StringRef(Name).split(Parts, "::");
  return llvm::any_of(Parts,
                      [](llvm::StringRef P) { return isOneOf(P, {"detail", "impl", "internal"}); });
}

OrderedJson named(const std::string &Name) { return {{"name", Name}}; }

class Guesser {
public:
  explicit Guesser(Catalog &C) : C(C), SM(C.context().getSourceManager()) {}
  Guesses run();

private:
  [[nodiscard]] bool unexplained(const FunctionDecl &F) const;
  [[nodiscard]] bool isNothing(const RecordDecl &R) const;
  void handles();
  void handle(const RecordDecl &R, const std::vector<const FunctionDecl *> &Family);
  void classes();
  void session(const CXXRecordDecl &R);
  bool pool(const CXXRecordDecl &R);
  void calls();
  bool background(const FunctionDecl &F);
  bool sink(const FunctionDecl &F);
  bool blocking(const FunctionDecl &F);

  [[nodiscard]] std::string where(const NamedDecl &D) const {
    const Location At = locate(D.getLocation(), SM);
    return shownPath(At.file) + ":" + std::to_string(At.line);
  }
  void use(Guess &G, const FunctionDecl &F) {
    if (auto It = Called.find(F.getCanonicalDecl()); It != Called.end())
      G.uses[qualifiedName(F)] += It->second;
    Claimed.insert(F.getCanonicalDecl());
  }
  /// A function with one effect, unless it is there already.
  static void add(Guess &G, const FunctionDecl &F, const char *Key, OrderedJson Value) {
    const std::string Name = qualifiedName(F);
    for (const OrderedJson &Each : G.functions)
      if (Each["name"] == Name)
        return;
    OrderedJson Entry = named(Name);
    Entry[Key] = std::move(Value);
    G.functions.push_back(std::move(Entry));
  }
  /// What a function does to transactions and with SQL, by its name.
  void statements(Guess &G, const FunctionDecl &F, const OrderedJson &On);

  Catalog &C;
  const SourceManager &SM;
  llvm::MapVector<const FunctionDecl *, unsigned> Called; ///< of which nothing is known
  llvm::DenseSet<const FunctionDecl *> Claimed;
  Guesses Out;
};

bool Guesser::unexplained(const FunctionDecl &F) const {
  if (F.isImplicit() || F.isDefaulted() || F.getBuiltinID() || inStandardLibrary(F) ||
      isInternal(F) || (!F.getDeclName().isIdentifier() && !isa<CXXConstructorDecl>(F)))
    return false;
  // A body that is seen says more than a name; an interface of the program has bodies elsewhere.
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  if (isUserCode(F) && (F.isDefined() || (Pattern && Pattern->isDefined()) || F.isPureVirtual()))
    return false;
  if (const auto *M = dyn_cast<CXXMethodDecl>(&F))
    if (M->getParent()->isLambda() || C.traitsOf(M->getParent()).role != Role::None)
      return false;
  QualType Receiver;
  if (const auto *M = dyn_cast<CXXMethodDecl>(&F); M && M->isInstance())
    Receiver = M->getFunctionObjectParameterType();
  return !C.effectsOf(&F, Receiver);
}

bool Guesser::isNothing(const RecordDecl &R) const {
  if (const auto *Class = dyn_cast<CXXRecordDecl>(&R))
    return C.traitsOf(Class).role == Role::None && !inStandardLibrary(R);
  return !C.models().findType(R.getName()) && !inStandardLibrary(R);
}

void Guesser::statements(Guess &G, const FunctionDecl &F, const OrderedJson &On) {
  const Hints H = hintsOf(lastName(F));
  const std::optional<unsigned> Text = textParam(F);
  if (H.begins)
    add(G, F, "begins", On);
  else if (H.commits)
    add(G, F, "commits", On);
  else if (H.rollsBack)
    add(G, F, "rolls_back", On);
  else if (Text && H.prepares &&
           (F.getReturnType()->isRecordType() || F.getReturnType()->isPointerType()))
    add(G, F, "derives", On);
  else if (Text && (H.queries || H.prepares || hintsOf(F.getParamDecl(*Text)->getName()).queries)) {
    add(G, F, "sql", {{"on", On}, {"text", *Text}});
    if (llvm::none_of(G.why, [](llvm::StringRef W) { return W.ends_with(" is given a text"); }))
      G.why.push_back(F.getNameAsString() + "() is given a text");
  } else
    return;
  use(G, F);
}

//===----------------------------------------------------------------------===//
// Handles of C: acme_open(), acme_close()
//===----------------------------------------------------------------------===//

void Guesser::handles() {
  llvm::DenseSet<FileID> Files;
  llvm::SmallSetVector<const RecordDecl *, 8> Records;
  for (const auto &[F, Count] : Called) {
    if (isa<CXXMethodDecl>(F))
      continue;
    Files.insert(SM.getFileID(SM.getExpansionLoc(F->getLocation())));
    auto Note = [&](const RecordDecl *R) {
      if (R && isNothing(*R))
        Records.insert(R);
    };
    Note(handleIn(F->getReturnType()));
    for (const ParmVarDecl *P : F->parameters()) {
      Note(handleIn(P->getType()));
      Note(handleOut(P->getType()));
    }
  }
  if (Records.empty())
    return;
  InFiles Declared(SM, Files);
  Declared.TraverseDecl(C.context().getTranslationUnitDecl());
  for (const RecordDecl *R : Records)
    handle(*R, Declared.functions);
}

void Guesser::handle(const RecordDecl &R, const std::vector<const FunctionDecl *> &Family) {
  struct Part {
    const FunctionDecl *fn;
    unsigned param = 0;
    bool out = false; ///< an opener that returns a status
  };
  std::vector<Part> Openers, Closers, Others;
  bool IsPool = false;
  for (const FunctionDecl *F : Family) {
    const Hints H = hintsOf(F->getName());
    const bool Opens = H.opens || H.takes || H.makes;
    const RecordDecl *Returned = handleIn(F->getReturnType());
    std::optional<unsigned> In, To;
    bool Another = false;
    bool HandsOut = Returned && Returned != &R;
    for (unsigned I = 0; I < F->getNumParams(); ++I) {
      const RecordDecl *Given = handleIn(F->getParamDecl(I)->getType());
      if (Given == &R)
        In = I;
      Another |= Given && Given != &R;
      const RecordDecl *Arrives = handleOut(F->getParamDecl(I)->getType());
      if (Arrives == &R)
        To = I;
      HandsOut |= Arrives && Arrives != &R;
    }
    if (Returned == &R && (!In || H.makes) && Opens)
      Openers.push_back({F});
    else if (To && !In && Opens)
      Openers.push_back({F, *To, true});
    else if (In && Returned != &R && H.closes && !textParam(*F) &&
             !(Another && namesPool(R.getName())))
      Closers.push_back({F, *In});
    else if (In)
      Others.push_back({F, *In});
    IsPool |= In && HandsOut && H.takes && namesPool(R.getName());
  }
  if (Openers.empty() || Closers.empty())
    return;
  Guess G;
  G.name = qualifiedName(R);
  G.where = where(R);
  G.what = IsPool ? "a pool" : "a session";
  G.types.push_back(named(G.name));
  G.types.back()["role"] = IsPool ? "pool" : "session";
  // One that is called speaks for the others.
  auto OneOf = [&](const std::vector<Part> &All) {
    auto It = llvm::find_if(
        All, [&](const Part &P) { return Called.contains(P.fn->getCanonicalDecl()); });
    return (It == All.end() ? All.front() : *It).fn->getNameAsString() + "()";
  };
  G.why.push_back(OneOf(Openers) + " hands one out and " + OneOf(Closers) + " takes it back");
  bool Strong = false;
  if (IsPool) {
    for (const Part &P : Openers)
      use(G, *P.fn);
    for (const Part &P : Closers)
      use(G, *P.fn);
  } else {
    for (const Part &P : Openers) {
      const Hints H = hintsOf(P.fn->getName());
      Strong |= H.opens || H.borrows;
      OrderedJson A;
      A["to"] = P.out ? OrderedJson(P.param) : OrderedJson("return");
      for (unsigned I = 0; I < P.fn->getNumParams(); ++I)
        if (const RecordDecl *From = handleIn(P.fn->getParamDecl(I)->getType());
            From && namesPool(From->getName())) {
          A["from"] = I;
          Strong = true;
        }
      if (!H.takes)
        A["pooled"] = false;
      A["on_failure"] = P.out ? "absent" : "null";
      const QualType Status = P.fn->getReturnType();
      if (P.out && Status->isBooleanType())
        A["status"] = "nonzero_is_ok";
      else if (P.out && Status->isIntegralOrEnumerationType())
        A["status"] = "zero_is_ok";
      add(G, *P.fn, "acquires", std::move(A));
      use(G, *P.fn);
    }
    for (const Part &P : Closers) {
      add(G, *P.fn, "releases", P.param);
      use(G, *P.fn);
    }
    const size_t Before = G.functions.size();
    for (const Part &P : Others)
      statements(G, *P.fn, P.param);
    const bool Named = namesSession(G.name) || namesSession(Openers.front().fn->getName());
    const bool Other =
        namesOtherResource(G.name) || namesOtherResource(Openers.front().fn->getName());
    if (G.functions.size() == Before && !Named && (!Strong || Other)) {
      for (const auto &All : {Openers, Closers})
        for (const Part &P : All)
          Claimed.erase(P.fn);
      return;
    }
    if (Named)
      G.why.emplace_back("the name speaks of connections");
  }
  if (G.total())
    Out.all.push_back(std::move(G));
}

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

void Guesser::classes() {
  llvm::SmallSetVector<const CXXRecordDecl *, 8> Classes;
  for (const auto &[F, Count] : Called)
    if (const auto *M = dyn_cast<CXXMethodDecl>(F); M && M->getParent()->hasDefinition())
      if (M->getParent()->getIdentifier() && isNothing(*M->getParent()))
        Classes.insert(M->getParent()->getDefinition());
  for (const CXXRecordDecl *R : Classes) {
    // Whoever modelled one of its functions knew the class.
    const bool Known =
        llvm::any_of(R->methods(), [&](const CXXMethodDecl *M) { return C.declared(M); });
    if (!Known && !pool(*R))
      session(*R);
  }
}

/// Public, and written in the class.
std::vector<const CXXMethodDecl *> methodsOf(const CXXRecordDecl &R) {
  std::vector<const CXXMethodDecl *> Out;
  for (const CXXMethodDecl *M : R.methods())
    if (!M->isImplicit() && M->getAccess() == AS_public && !isa<CXXDestructorDecl>(M) &&
        (M->getDeclName().isIdentifier() || isa<CXXConstructorDecl>(M)))
      Out.push_back(M);
  return Out;
}

bool Guesser::pool(const CXXRecordDecl &R) {
  const CXXMethodDecl *Take = nullptr;
  const CXXMethodDecl *Give = nullptr;
  const CXXRecordDecl *Element = nullptr;
  auto Sessions = [&](QualType T) -> const CXXRecordDecl * {
    const CXXRecordDecl *E = unwrapped(T);
    const bool Fits = E && E->getIdentifier() && !E->isInStdNamespace() && !isContainer(E) &&
                      E->getCanonicalDecl() != R.getCanonicalDecl() &&
                      (isNothing(*E) || isSessionLike(C.traitsOf(E).role));
    return Fits ? E->getCanonicalDecl() : nullptr;
  };
  const std::vector<const CXXMethodDecl *> Methods = methodsOf(R);
  for (const CXXMethodDecl *M : Methods)
    if (!isa<CXXConstructorDecl>(M) && !M->getReturnType()->isReferenceType() &&
        hintsOf(M->getName()).takes && !M->isConst() && !M->isStatic())
      if (const CXXRecordDecl *E = Sessions(M->getReturnType()); E && !Take) {
        Take = M;
        Element = E;
      }
  if (!Take)
    return false;
  std::optional<unsigned> Back;
  for (const CXXMethodDecl *M : Methods)
    if (!isa<CXXConstructorDecl>(M) && !Give && hintsOf(M->getName()).closes)
      for (unsigned I = 0; I < M->getNumParams(); ++I)
        if (Sessions(M->getParamDecl(I)->getType()) == Element) {
          Give = M;
          Back = I;
        }
  if (!Give && !namesPool(R.getName()))
    return false;
  if (!namesPool(R.getName()) && !namesSession(Element->getName()) &&
      !isSessionLike(C.traitsOf(Element).role))
    return false;
  const QualType Handed = Take->getReturnType();
  const bool Raw = Handed->isPointerType();
  Guess G;
  G.what = "a pool";
  G.name = qualifiedName(R);
  G.where = where(R);
  G.types.push_back(named(G.name));
  G.types.back()["role"] = "pool";
  if (isNothing(*Element)) {
    G.types.push_back(named(qualifiedName(*Element)));
    G.types.back()["role"] =
        Raw || wrapperOf(recordOf(Handed)) != Wrapper::None ? "session" : "guard";
  }
  add(G, *Take, "acquires",
      {{"to", "return"},
       {"from", "this"},
       {"owned", Raw ? "raw" : "guard"},
       {"on_failure", Raw ? "null" : "throws"}});
  if (Give)
    add(G, *Give, "releases", *Back);
  G.why.push_back(Take->getNameAsString() + "() hands out " + Element->getNameAsString() +
                  (Give ? " and " + Give->getNameAsString() + "() takes it back" : ""));
  if (namesPool(R.getName()))
    G.why.emplace_back("it is called a pool");
  for (const CXXMethodDecl *M : Methods)
    use(G, *M);
  if (G.total())
    Out.all.push_back(std::move(G));
  return true;
}

void Guesser::session(const CXXRecordDecl &R) {
  Guess G;
  G.what = "a session";
  G.name = qualifiedName(R);
  G.where = where(R);
  const CXXMethodDecl *Open = nullptr;
  const CXXMethodDecl *Close = nullptr;
  bool Constructor = false, Default = false;
  const std::vector<const CXXMethodDecl *> Methods = methodsOf(R);
  for (const CXXMethodDecl *M : Methods) {
    if (const auto *K = dyn_cast<CXXConstructorDecl>(M)) {
      Constructor |= K->getNumParams() > 0 && !K->isCopyOrMoveConstructor();
      Default |= K->isDefaultConstructor();
    } else if (const Hints H = hintsOf(M->getName()); H.opens && !M->isConst() && !M->isStatic()) {
      Open = Open ? Open : M;
    } else if (H.closes && !M->isStatic()) {
      Close = Close ? Close : M;
    }
  }
  const bool Ends = R.hasUserDeclaredDestructor();
  if (!(Open || (Constructor && !Default)) || !(Close || Ends))
    return;
  if (Open) {
    const QualType Status = Open->getReturnType();
    OrderedJson A{{"to", "this"}, {"pooled", false}};
    A["on_failure"] = Status->isVoidType() ? "throws" : "absent";
    if (Status->isBooleanType())
      A["status"] = "nonzero_is_ok";
    else if (Status->isIntegralOrEnumerationType())
      A["status"] = "zero_is_ok";
    add(G, *Open, "acquires", std::move(A));
  }
  if (Close)
    add(G, *Close, "releases", "this");
  G.why.push_back(
      (Open ? Open->getNameAsString() + "()" : std::string("its constructor")) + " opens it and " +
      (Close ? Close->getNameAsString() + "()" : std::string("its destructor")) + " closes it");
  const size_t Before = G.functions.size();
  llvm::DenseSet<const FunctionDecl *> Was = Claimed;
  for (const CXXMethodDecl *M : Methods)
    if (!isa<CXXConstructorDecl>(M) && !M->isStatic())
      statements(G, *M, "this");
  const bool Named = namesSession(R.getName());
  if (G.functions.size() == Before && (!Named || namesOtherResource(R.getName()))) {
    Claimed = std::move(Was);
    return;
  }
  if (Named)
    G.why.emplace_back("the name speaks of connections");
  OrderedJson Type = named(G.name);
  Type["role"] = "session";
  if (Constructor)
    Type["opens"] = Default ? "nondefault_constructor" : "constructor";
  else if (Ends)
    Type["on_destroy"] = "release";
  G.types.push_back(std::move(Type));
  G.uses.clear(); // all of them, below
  for (const CXXMethodDecl *M : Methods)
    use(G, *M);
  if (G.total())
    Out.all.push_back(std::move(G));
}

//===----------------------------------------------------------------------===//
// Single functions
//===----------------------------------------------------------------------===//

/// It is given something to run, and its name says later.
bool Guesser::background(const FunctionDecl &F) {
  const std::string Name = lastName(F);
  if (!namesSubmit(Name))
    return false;
  for (unsigned I = 0; I < F.getNumParams(); ++I) {
    const QualType T = F.getParamDecl(I)->getType();
    if (!isCallable(T))
      continue;
    Guess G;
    G.what = "a function that runs work elsewhere";
    G.name = qualifiedName(F);
    G.where = where(F);
    G.why.emplace_back("it is given a callable, and its name says that this runs later");
    OrderedJson Slots = I;
    if (const unsigned Next = I + 1; T->isFunctionPointerType() && Next < F.getNumParams() &&
                                     F.getParamDecl(Next)->getType()->isVoidPointerType()) {
      Slots = OrderedJson::array({I, Next});
      G.why.emplace_back("what stands behind the callable is its argument");
    }
    add(G, F, "background", std::move(Slots));
    use(G, F);
    Out.all.push_back(std::move(G));
    return true;
  }
  return false;
}

/// It is given a session of another library, and its name says that it keeps or closes it.
bool Guesser::sink(const FunctionDecl &F) {
  const Hints H = hintsOf(lastName(F));
  if (!H.stores && !H.closes)
    return false;
  for (unsigned I = 0; I < F.getNumParams(); ++I) {
    const QualType T = F.getParamDecl(I)->getType();
    const Carrier Given = C.carrierOf(T);
    if (!isSessionLike(Given.role()) || (T->isReferenceType() && Given.wrapper == Wrapper::None))
      continue;
    // What a library does with its own sessions is modelled already.
    if (SM.getFileID(SM.getExpansionLoc(Given.record->getLocation())) ==
        SM.getFileID(SM.getExpansionLoc(F.getLocation())))
      continue;
    Guess G;
    G.what = H.closes ? "a function that gives a session back" : "a function that keeps a session";
    G.name = qualifiedName(F);
    G.where = where(F);
    G.why.push_back("it is given " + qualifiedName(*Given.record) + ", and its name says so");
    add(G, F, H.closes ? "releases" : "keeps", I);
    use(G, F);
    Out.all.push_back(std::move(G));
    return true;
  }
  return false;
}

bool Guesser::blocking(const FunctionDecl &F) {
  if (isa<CXXConstructorDecl>(F))
    return false;
  const Hints H = hintsOf(lastName(F));
  const std::optional<DurationParam> Time = durationParam(F);
  const llvm::StringRef Kind = *H.kind ? H.kind : Time ? "wait" : "";
  const bool NeedsNoArgument = isOneOf(Kind, {"sleep", "wait", "join"}) || isa<CXXMethodDecl>(F);
  if (Kind.empty() || (F.getNumParams() == 0 && !NeedsNoArgument))
    return false;
  // get_timeout(), set_timeout(): of an option.
  if (!*H.kind && (H.takes || H.stores || H.makes || H.closes))
    return false;
  Guess G;
  G.what = "a call that blocks";
  G.name = qualifiedName(F);
  G.where = where(F);
  if (*H.kind)
    G.why.push_back("its name says that it " + std::string(H.phrase));
  OrderedJson B{{"kind", Kind.str()}, {"what", *H.kind ? H.phrase : "waits"}};
  if (Time) {
    G.why.push_back("the argument '" + F.getParamDecl(Time->param)->getNameAsString() +
                    "' says how long");
    if (!Time->unit.empty())
      B["duration"] = {{"param", Time->param}, {"unit", Time->unit}};
  }
  add(G, F, "blocks", std::move(B));
  use(G, F);
  Out.all.push_back(std::move(G));
  return true;
}

void Guesser::calls() {
  for (const auto &[F, Count] : Called)
    if (!Claimed.contains(F))
      (void)(background(*F) || sink(*F) || blocking(*F));
}

Guesses Guesser::run() {
  Uses All;
  for (Decl *D : C.context().getTranslationUnitDecl()->noload_decls())
    if (isUserCode(*D))
      All.TraverseDecl(D);
  Out.defined = std::move(All.defined);
  for (const auto &[F, Count] : All.called)
    if (unexplained(*F))
      Called[F] = Count;
  handles();
  classes();
  calls();
  return std::move(Out);
}

} // namespace

Guesses guess(Catalog &C) { return Guesser(C).run(); }

} // namespace leasehold
