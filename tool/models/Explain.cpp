//===- Explain.cpp - leasehold models explain -----------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "models/Models.h"
#include "models/Words.h"
#include "output/Report.h"
#include "program/Analysis.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <mutex>

using namespace clang;

namespace leasehold {
namespace {

using Lines = std::vector<std::string>;

/// Who says it, the more trusted the greater.
enum class Source : uint8_t { Nobody, Body, Shape, Said };

/// What is known of one class or one overload.
struct Answer {
  std::string name;       ///< qualified
  std::string title = {}; ///< with the types of its parameters, or "class"
  Source source = Source::Nobody;
  Lines says = {};
  std::string from = {};  ///< who says it
  std::string place = {}; ///< where it is declared; empty: not seen
  Lines members = {};     ///< what is known of a class's functions
  bool isClass = false;
};

/// What is known of a class's functions, those that do the same together: "begin, end: ...".
class Members {
public:
  void add(llvm::StringRef Name, Effects E) {
    E.borrowsArguments = false; // it goes without saying here
    const std::string Says = llvm::join(inWords(E), "; ");
    auto Same = llvm::find_if(Groups, [&](const Group &G) { return G.says == Says; });
    if (Same == Groups.end())
      Same = Groups.insert(Groups.end(), {{}, Says});
    if (!llvm::is_contained(Same->names, Name))
      Same->names.push_back(Name.str());
  }
  [[nodiscard]] Lines lines() const {
    Lines Out;
    for (const Group &G : Groups)
      Out.push_back(llvm::join(G.names, ", ") + ": " + G.says);
    return Out;
  }

private:
  struct Group {
    Lines names;
    std::string says;
  };
  std::vector<Group> Groups;
};

/// Of the models alone, without a program.
class ModelAnswers {
public:
  explicit ModelAnswers(const ModelSet &Models) : Models(Models) {}

  void ask(llvm::StringRef Name, std::vector<Answer> &Out) const {
    if (const TypeModel *T = Models.findType(Name)) {
      Answer A{
          T->name,         T->name + ": class", Source::Said, inWords(T->traits), from(*T), "", {},
          /*isClass=*/true};
      Members All;
      for (const FunctionModel &F : Models.functions())
        if (llvm::StringRef Rest = F.name; Rest.consume_front(Name) && Rest.consume_front("::"))
          All.add(Rest, F.effects);
      A.members = All.lines();
      Out.push_back(std::move(A));
    }
    llvm::SmallVector<const FunctionModel *, 4> Found;
    Models.findFunctions(Name, Found);
    for (const FunctionModel *F : Found)
      Out.push_back({Name.str(),
                     Name.str() + ": function" + overload(*F),
                     Source::Said,
                     inWords(F->effects),
                     from(*F),
                     "",
                     {},
                     /*isClass=*/false});
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> Out;
    for (const TypeModel &T : Models.types())
      Out.push_back(T.name);
    for (const FunctionModel &F : Models.functions())
      if (!llvm::StringRef(F.name).ends_with("*"))
        Out.push_back(F.name);
    return Out;
  }

  template <typename T> static std::string from(const T &Entry) {
    return placeInModel(Entry.file, Entry.pointer, Entry.trust);
  }

private:
  static std::string overload(const FunctionModel &F) {
    std::string Out;
    if (F.params)
      Out +=
          ", with " + std::to_string(*F.params) + (*F.params == 1 ? " parameter" : " parameters");
    if (!F.receiver.empty())
      Out += ", on an object of class " + F.receiver;
    if (!F.returning.empty())
      Out += ", returning a " + F.returning;
    return Out;
  }

  const ModelSet &Models;
};

/// Finds what a name means in one unit. Only the end of it may be given.
class Finder : public RecursiveASTVisitor<Finder> {
public:
  explicit Finder(llvm::StringRef Wanted) : Wanted(Wanted) {}

  std::vector<const FunctionDecl *> functions;
  std::vector<const RecordDecl *> records;
  std::vector<const TypedefNameDecl *> aliases;
  std::vector<std::string> names; ///< of the program, that it is not

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool TraverseStmt(Stmt * /*S*/) { return true; } // declarations only
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (is(*F) && !llvm::is_contained(functions, F->getCanonicalDecl()))
      functions.push_back(F->getCanonicalDecl());
    return true;
  }
  bool VisitRecordDecl(RecordDecl *R) {
    if (R->getIdentifier() && !R->isImplicit() && is(*R) &&
        !llvm::is_contained(records, R->getCanonicalDecl()))
      records.push_back(cast<RecordDecl>(R->getCanonicalDecl()));
    return true;
  }
  bool VisitTypedefNameDecl(TypedefNameDecl *T) {
    if (is(*T))
      aliases.push_back(T);
    return true;
  }

private:
  bool is(const NamedDecl &D) {
    const std::string Name = qualifiedName(D);
    if (Name == Wanted || llvm::StringRef(Name).ends_with("::" + Wanted.str()))
      return true;
    if (isUserCode(D) && D.getDeclName().isIdentifier())
      names.push_back(Name);
    return false;
  }

  llvm::StringRef Wanted;
};

/// What is known in one unit.
class UnitAnswers {
public:
  UnitAnswers(Catalog &C, std::vector<Answer> &Out) : C(C), Out(Out) {}

  void function(const FunctionDecl &F) {
    Answer A{.name = qualifiedName(F), .place = placeOf(F)};
    Lines Types;
    for (const ParmVarDecl *P : F.parameters())
      Types.push_back(P->getType().getAsString(C.context().getPrintingPolicy()));
    A.title = A.name + "(" + llvm::join(Types, ", ") + "): function";
    const QualType Receiver = objectOf(F);
    if (const Effects *E = C.declared(&F, Receiver)) {
      A.says = inWords(*E);
      A.from = whoSays(*E, A.source);
    } else if (const Effects *Body = C.effectsOf(&F, Receiver)) {
      A.says = inWords(*Body);
      A.source = Source::Body;
      A.from = Body->origin == "overriders" ? "the bodies of what overrides it" : "its body";
    }
    Out.push_back(std::move(A));
  }

  void record(const RecordDecl &R) {
    Answer A{.name = qualifiedName(R), .place = placeOf(R), .isClass = true};
    A.title = A.name + ": class";
    if (const auto *Class = dyn_cast<CXXRecordDecl>(&R)) {
      const TypeTraits &T = C.traitsOf(Class);
      A.says = inWords(T);
      if (T.role != Role::None)
        A.from = whoSays(T, *Class, A.source);
      Members All;
      if (const CXXRecordDecl *Definition = Class->getDefinition())
        for (const CXXMethodDecl *M : Definition->methods())
          if (const Effects *E = M->isImplicit() ? nullptr : C.declared(M, objectOf(*M)))
            All.add(lastName(*M), *E);
      A.members = All.lines();
    } else if (const TypeModel *M = C.models().findType(A.name)) {
      A.says = inWords(M->traits);
      A.source = Source::Said;
      A.from = ModelAnswers::from(*M);
    }
    Out.push_back(std::move(A));
  }

private:
  /// The type that a method is called on; null for what is none.
  static QualType objectOf(const FunctionDecl &F) {
    const auto *M = dyn_cast<CXXMethodDecl>(&F);
    return M && M->isInstance() ? M->getFunctionObjectParameterType() : QualType();
  }

  [[nodiscard]] std::string placeOf(const NamedDecl &D) const {
    const Location At = locate(D.getLocation(), C.context().getSourceManager());
    return At.line ? shownPath(At.file) + ":" + std::to_string(At.line) : "";
  }

  /// Why the shape of a class was recognised that is called so.
  [[nodiscard]] std::string reasonOf(llvm::StringRef Name) const {
    for (const Recognised &R : C.recognised())
      if (Name == R.name || llvm::StringRef(R.name).ends_with("::" + Name.str()))
        return "the shape of the " + R.what + " " + R.name + ": " + R.reason;
    return "";
  }

  std::string whoSays(const Effects &E, Source &S) const {
    S = Source::Said;
    for (const FunctionModel &F : C.models().functions())
      if (&F.effects == &E)
        return ModelAnswers::from(F);
    llvm::StringRef Shape = E.origin;
    if (!Shape.consume_front("shape"))
      return "an annotation";
    S = Source::Shape;
    // "shape: pool acme::Pool", "shape: pair open/close"
    const llvm::StringRef Name = Shape.rsplit(' ').second.split('/').first;
    const std::string Reason = reasonOf(Name);
    return Reason.empty() ? "the shape of" + Shape.drop_front().str() : Reason;
  }

  std::string whoSays(const TypeTraits &T, const CXXRecordDecl &R, Source &S) const {
    S = Source::Said;
    if (const TypeModel *M = C.models().findType(qualifiedName(R));
        M && M->traits.origin == T.origin)
      return ModelAnswers::from(*M);
    if (llvm::StringRef(T.origin).starts_with("shape")) {
      S = Source::Shape;
      const std::string Reason = reasonOf(qualifiedName(R));
      return !Reason.empty()    ? Reason
             : T.reason.empty() ? "the shape of what it is used in"
                                : "its shape: " + T.reason;
    }
    if (const CXXRecordDecl *Definition = R.getDefinition())
      for (const CXXBaseSpecifier &B : Definition->bases())
        if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
            Base && C.traitsOf(Base).role == T.role)
          return "its base " + qualifiedName(*Base) + ", " + whoSays(T, *Base, S);
    return "an annotation";
  }

  Catalog &C;
  std::vector<Answer> &Out;
};

/// What the files say; false: not all of them could be read.
bool askProgram(const Program &P, unsigned Jobs, llvm::StringRef Name, std::vector<Answer> &Out,
                std::vector<std::string> &Names) {
  // So that a header's declaration is there even if nothing uses it.
  std::optional<llvm::StringSet<>> Wanted = namesIn(*P.models);
  if (Wanted) {
    llvm::SmallVector<llvm::StringRef, 6> Parts;
    Name.split(Parts, "::");
    for (llvm::StringRef Part : Parts)
      Wanted->insert(Part);
  }
  std::mutex Mutex;
  std::vector<std::vector<Answer>> Of(P.files.size());
  const bool Whole =
      inEachFile(P, Jobs, Wanted ? &*Wanted : nullptr, [&](size_t I, ASTContext &Context) {
        Finder Found(Name);
        Found.TraverseDecl(Context.getTranslationUnitDecl());
        for (const TypedefNameDecl *T : Found.aliases)
          if (const auto *R = T->getUnderlyingType()->getAsTagDecl();
              R && isa<RecordDecl>(R) && qualifiedName(*R) != qualifiedName(*T))
            Found.records.push_back(cast<RecordDecl>(R->getCanonicalDecl()));
        AnalysisOptions Options;
        Options.models = P.models;
        if (!Found.functions.empty() || !Found.records.empty())
          withCatalog(Context, Options, [&](Catalog &C) {
            UnitAnswers Unit(C, Of[I]);
            for (const FunctionDecl *F : Found.functions)
              Unit.function(*F);
            for (const RecordDecl *R : Found.records)
              Unit.record(*R);
          });
        const std::scoped_lock Lock(Mutex);
        llvm::append_range(Names, Found.names);
      });
  for (std::vector<Answer> &Each : Of)
    llvm::append_range(Out, Each);
  return Whole;
}

void print(llvm::raw_ostream &OS, const Answer &A) {
  OS << A.title << "\n";
  for (const std::string &Each : A.says)
    OS << "  " << Each << "\n";
  if (A.source == Source::Nobody)
    OS << "  nothing is known of it: no model, annotation, shape or body that was seen speaks of "
          "it\n"
       << (A.isClass ? ""
                     : "  so it counts as quick, and what is given to it may be kept or given back "
                       "there\n");
  else
    OS << "  known from " << A.from << "\n";
  if (!A.place.empty())
    OS << "  declared at " << A.place << "\n";
  if (!A.members.empty())
    OS << "  what is known of its functions:\n";
  for (const std::string &Each : A.members)
    OS << "    " << Each << "\n";
}

/// One for each overload: what the most trusted says.
std::vector<Answer> best(std::vector<Answer> All, llvm::StringRef Name) {
  if (llvm::any_of(All, [&](const Answer &A) { return A.name == Name; }))
    llvm::erase_if(
        All, [&](const Answer &A) { return llvm::StringRef(A.name).ends_with("::" + Name.str()); });
  std::vector<Answer> Out;
  for (Answer &A : All) {
    auto Same = llvm::find_if(Out, [&](const Answer &B) { return A.title == B.title; });
    if (Same == Out.end())
      Out.push_back(std::move(A));
    else if (Same->source < A.source ||
             (Same->source == A.source && Same->members.size() < A.members.size()))
      *Same = std::move(A);
  }
  return Out;
}

} // namespace

int explainName(const ModelsArguments &Arguments) {
  Program P;
  std::vector<Answer> Found;
  std::vector<std::string> Names;
  bool Whole = true;
  const bool OfProgram = ofProgram(Arguments.program);
  const llvm::StringRef Name = llvm::StringRef(Arguments.name).ltrim(':');
  if (OfProgram) {
    if (!open(Arguments.program, P))
      return ExitFailed;
    Whole = askProgram(P, Arguments.program.jobs, Name, Found, Names);
  } else {
    readModels(Arguments.program, P);
  }
  const ModelAnswers Models(*P.models);
  if (Found.empty())
    Models.ask(Name, Found);
  if (Found.empty()) {
    llvm::append_range(Names, Models.names());
    llvm::sort(Names);
    Names.erase(llvm::unique(Names), Names.end());
    std::vector<std::string> Meant = likeliest(Name, Names, 5);
    // One that ends like it can only be meant.
    if (Meant.size() == 1 && llvm::StringRef(Meant.front()).ends_with("::" + Name.str()))
      Models.ask(Meant.front(), Found);
    if (Found.empty()) {
      complain(std::string(OfProgram ? "neither a model nor the program" : "no model") +
               " knows '" + Name.str() + "'" +
               (Meant.empty() ? "" : "; the nearest names are " + llvm::join(Meant, ", ")) +
               (OfProgram ? ""
                          : "; with -p BUILD, or files and flags after --, the classes and "
                            "functions of a program are looked for, too"));
      return ExitFailed;
    }
  }
  bool First = true;
  for (const Answer &A : best(std::move(Found), Name)) {
    llvm::outs() << (std::exchange(First, false) ? "" : "\n");
    print(llvm::outs(), A);
  }
  llvm::outs().flush();
  return Whole && !P.flawed ? ExitClean : ExitFailed;
}

} // namespace leasehold
