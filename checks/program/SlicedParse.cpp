//===- SlicedParse.cpp - parses what a unit can reach ---------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/SlicedParse.h"
#include "program/Slice.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Parse/Parser.h"
#include "clang/Sema/EnterExpressionEvaluationContext.h"
#include "clang/Sema/Sema.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"
#include <memory>

using namespace clang;

namespace leasehold {
namespace {

struct Tokens {
  std::vector<Token> all;
  std::vector<Origin> origins{{0, false}};
};

/// Notes which tokens come from system headers.
class OriginWatch : public PPCallbacks {
public:
  explicit OriginWatch(std::shared_ptr<Tokens> Out) : Out(std::move(Out)) {}

  void FileChanged(SourceLocation /*At*/, FileChangeReason /*Reason*/,
                   SrcMgr::CharacteristicKind Kind, FileID /*Before*/) override {
    if (const bool System = SrcMgr::isSystem(Kind); Out->origins.back().system != System)
      Out->origins.push_back({Out->all.size(), System});
  }

private:
  std::shared_ptr<Tokens> Out;
};

/// All tokens of the unit, its macros expanded.
std::shared_ptr<Tokens> preprocess(Preprocessor &PP) {
  auto Out = std::make_shared<Tokens>();
  PP.addPPCallbacks(std::make_unique<OriginWatch>(Out));
  PP.EnterMainSourceFile();
  do
    PP.Lex(Out->all.emplace_back());
  while (Out->all.back().isNot(tok::eof));
  return Out;
}

} // namespace

bool canSlice(const CompilerInstance &CI) {
  const LangOptions &L = CI.getLangOpts();
  return L.CPlusPlus && !L.ObjC && !L.OpenMP && !L.CUDA && !L.DelayedTemplateParsing &&
         CI.getPreprocessorOpts().ImplicitPCHInclude.empty();
}

bool parseSliced(CompilerInstance &CI, TranslationUnitKind Kind, const llvm::StringSet<> &Wanted,
                 llvm::function_ref<bool()> GivesUp) {
  if (!CI.hasSema())
    CI.createSema(Kind, nullptr);
  Sema &S = CI.getSema();
  Preprocessor &PP = CI.getPreprocessor();
  Parser P(PP, S, CI.getFrontendOpts().SkipFunctionBodies); // it knows the pragmas
  std::vector<Token> Left;
  {
    // Comments are looked at as they are read, and what clang says of one asks in which function.
    const llvm::SaveAndRestore<DeclContext *> In(S.CurContext,
                                                 S.getASTContext().getTranslationUnitDecl());
    auto Unit = preprocess(PP);
    // Modules change what tokens mean while they are read.
    if (GivesUp() || llvm::any_of(Unit->all, [](const Token &T) {
          return T.isOneOf(tok::kw_module, tok::kw_import, tok::annot_module_include,
                           tok::annot_module_begin, tok::annot_module_end);
        }))
      return false;
    Left = slice(Unit->all, Unit->origins, Wanted);
    Unit->all = {};
  }
  PP.EnterTokenStream(Left, /*DisableMacroExpansion=*/true, /*IsReinject=*/false);
  P.Initialize();
  EnterExpressionEvaluationContext Context(S,
                                           Sema::ExpressionEvaluationContext::PotentiallyEvaluated);
  Parser::DeclGroupPtrTy Group;
  Sema::ModuleImportState Imports;
  for (bool End = P.ParseFirstTopLevelDecl(Group, Imports); !End;
       End = P.ParseTopLevelDecl(Group, Imports)) {
    if (GivesUp())
      return false;
    if (Group)
      S.getASTConsumer().HandleTopLevelDecl(Group.get());
  }
  S.getASTConsumer().HandleTranslationUnit(S.getASTContext());
  return true;
}

} // namespace leasehold
