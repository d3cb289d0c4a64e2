//===- Occurrence.cpp - does a model speak of anything here? --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Occurrence.h"
#include "catalog/Names.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace leasehold {
namespace {

using Decls = llvm::SmallVector<const NamedDecl *, 4>;

const DeclContext *contextOf(const NamedDecl *D) {
  if (const auto *T = dyn_cast<ClassTemplateDecl>(D))
    D = T->getTemplatedDecl();
  if (const auto *R = dyn_cast<RecordDecl>(D))
    return R->getDefinition();
  return dyn_cast<NamespaceDecl>(D);
}

/// The declarations of a qualified name.
Decls declarationsOf(ASTContext &Context, llvm::StringRef Qualified) {
  llvm::SmallVector<llvm::StringRef, 6> Parts;
  Qualified.split(Parts, "::");
  Decls Level;
  llvm::SmallVector<const DeclContext *, 4> Scopes{Context.getTranslationUnitDecl()};
  for (size_t I = 0; I < Parts.size(); ++I) {
    bool Last = I + 1 == Parts.size();
    Level.clear();
    for (const DeclContext *Scope : Scopes) {
      const auto *Class = dyn_cast<CXXRecordDecl>(Scope);
      if (Last && Parts[I].ends_with("*")) {
        for (const Decl *D : Scope->decls())
          if (const auto *N = dyn_cast<NamedDecl>(D);
              N && llvm::StringRef(lastName(*N)).starts_with(Parts[I].drop_back()))
            Level.push_back(N);
      } else if (Last && Class && Class->getName() == Parts[I]) {
        Level.push_back(Class); // its constructors, implicit ones too
      } else if (Last && Parts[I].starts_with("operator")) {
        for (const Decl *D : Scope->decls())
          if (const auto *N = dyn_cast<NamedDecl>(D); N && lastName(*N) == Parts[I])
            Level.push_back(N);
      } else {
        for (const NamedDecl *N : Scope->lookup(&Context.Idents.get(Parts[I])))
          Level.push_back(N);
      }
    }
    Scopes.clear();
    for (const NamedDecl *N : Level)
      if (const DeclContext *Scope = contextOf(N))
        Scopes.push_back(Scope);
  }
  return Level;
}

/// The names in a scope, those of its inline namespaces and of extern "C" too.
void namesBelow(const DeclContext &Scope, std::vector<std::string> &Out) {
  for (const Decl *Each : Scope.decls()) {
    if (const auto *Inner = dyn_cast<NamespaceDecl>(Each); Inner && Inner->isInline())
      namesBelow(*Inner, Out);
    else if (const auto *Linkage = dyn_cast<LinkageSpecDecl>(Each))
      namesBelow(*Linkage, Out);
    else if (const auto *N = dyn_cast<NamedDecl>(Each); N && N->getDeclName())
      Out.push_back(qualifiedName(*N));
  }
}

/// What names may be meant for that a unit does not declare. The names of a scope are gathered
/// once.
class Meanings {
public:
  explicit Meanings(ASTContext &Context) : Context(Context) {}

  /// What is declared where this name should be, and may be meant by it; empty: nothing.
  std::string of(llvm::StringRef Qualified) {
    if (Qualified.ends_with("*"))
      return {};
    const size_t End = Qualified.rfind("::");
    const llvm::StringRef Scope = End == llvm::StringRef::npos ? "" : Qualified.take_front(End);
    auto [It, New] = Declared.try_emplace(Scope);
    if (New)
      gather(Scope, It->second);
    const std::vector<std::string> Meant = likeliest(Qualified, It->second, 1);
    return Meant.empty() ? "" : "is " + Meant.front() + " meant?";
  }

private:
  void gather(llvm::StringRef Scope, std::vector<std::string> &Out) {
    if (Scope.empty())
      return namesBelow(*Context.getTranslationUnitDecl(), Out);
    for (const NamedDecl *D : declarationsOf(Context, Scope))
      if (const auto *Namespace = dyn_cast<NamespaceDecl>(D))
        for (const NamespaceDecl *Part : Namespace->redecls())
          namesBelow(*Part, Out);
      else if (const DeclContext *Inner = contextOf(D))
        namesBelow(*Inner, Out);
  }

  ASTContext &Context;
  llvm::StringMap<std::vector<std::string>> Declared; ///< by scope
};

} // namespace

std::optional<llvm::StringSet<>> namesIn(const ModelSet &Models) {
  llvm::StringSet<> Out;
  auto Add = [&](llvm::StringRef Qualified) {
    llvm::SmallVector<llvm::StringRef, 6> Parts;
    Qualified.split(Parts, "::");
    for (llvm::StringRef Part : Parts)
      Out.insert(Part);
    return !Qualified.ends_with("*") && !Parts.back().starts_with("operator");
  };
  for (const TypeModel &T : Models.types())
    if (T.trust >= 1 && !Add(T.name))
      return std::nullopt;
  for (const FunctionModel &F : Models.functions())
    if (F.trust >= 1 && !Add(F.name))
      return std::nullopt;
  return Out;
}

void Occurrences::look(ASTContext &Context, const ModelSet &Models) {
  Meanings Meant(Context);
  auto Guess = [&](const ModelEntry &Entry, llvm::StringRef Name) {
    if (!Found.contains(Entry) && !Hints.contains(Entry))
      if (std::string Hint = Meant.of(Name); !Hint.empty())
        Hints[Entry] = std::move(Hint);
  };
  for (const TypeModel &T : Models.types()) {
    ModelEntry Entry{T.file, T.pointer};
    if (T.trust < 1 || Found.contains(Entry))
      continue;
    for (const NamedDecl *D : declarationsOf(Context, T.name)) {
      if (isa<TagDecl, ClassTemplateDecl>(D))
        Found.insert(Entry);
      else if (const auto *Alias = dyn_cast<TypedefNameDecl>(D))
        if (const CXXRecordDecl *R = recordOf(Alias->getUnderlyingType()))
          Hints[Entry] = "it is an alias: name the class itself, " + qualifiedName(*R);
    }
    Guess(Entry, T.name);
  }
  for (const FunctionModel &F : Models.functions()) {
    ModelEntry Entry{F.file, F.pointer};
    if (F.trust < 1 || Found.contains(Entry))
      continue;
    for (const NamedDecl *D : declarationsOf(Context, F.name))
      if (isa<FunctionDecl, FunctionTemplateDecl, CXXRecordDecl, UsingShadowDecl>(D) ||
          llvm::StringRef(F.name).ends_with("*"))
        Found.insert(Entry);
    Guess(Entry, F.name);
  }
}

void Occurrences::merge(const Occurrences &Other) {
  Found.insert(Other.Found.begin(), Other.Found.end());
  Hints.insert(Other.Hints.begin(), Other.Hints.end());
}

std::vector<ModelError> Occurrences::missing(const ModelSet &Models) const {
  std::vector<ModelError> Out;
  auto Complain = [&](const std::string &File, const std::string &Pointer, const char *What,
                      const std::string &Name) {
    ModelEntry Entry{File, Pointer};
    if (Found.contains(Entry))
      return;
    auto Hint = Hints.find(Entry);
    Out.push_back({File, Pointer,
                   std::string(What) + " '" + Name + "' does not occur in the analysed files",
                   Hint != Hints.end() ? Hint->second
                                       : "check its spelling (namespaces in full, no template "
                                         "arguments) or take the entry out"});
  };
  for (const TypeModel &T : Models.types())
    if (T.trust >= 1)
      Complain(T.file, T.pointer, "the class", T.name);
  for (const FunctionModel &F : Models.functions())
    if (F.trust >= 1)
      Complain(F.file, F.pointer, "the function", F.name);
  return Out;
}

} // namespace leasehold
