//===- Scope.cpp - where in a function's text an edit goes ----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fixes/Scope.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace leasehold {

const SourceManager &Scope::sources() const { return Context.getSourceManager(); }

void Scope::forEach(const Stmt *S, llvm::function_ref<void(const Stmt *)> Call) {
  if (!S)
    return;
  Call(S);
  if (const auto *L = dyn_cast<LambdaExpr>(S)) {
    for (const Expr *Each : L->capture_inits())
      forEach(Each, Call);
    return forEach(L->getBody(), Call);
  }
  for (const Stmt *Child : S->children())
    forEach(Child, Call);
}

bool Scope::mentions(const Stmt *S, const VarDecl *V) {
  bool Found = false;
  forEach(S, [&](const Stmt *Part) {
    if (const auto *R = dyn_cast<DeclRefExpr>(Part))
      Found = Found || R->getDecl() == V;
  });
  return Found;
}

bool Scope::mentionedFrom(SourceLocation At, const VarDecl *V) const {
  bool Found = false;
  forEach(F.getBody(), [&](const Stmt *Part) {
    if (const auto *R = dyn_cast<DeclRefExpr>(Part); R && R->getDecl() == V)
      Found = Found || !sources().isBeforeInTranslationUnit(R->getLocation(), At);
  });
  return Found;
}

bool Scope::contains(const Stmt *S, SourceLocation At) const {
  return S && S->getBeginLoc().isFileID() && S->getEndLoc().isFileID() &&
         sources().isPointWithin(At, S->getBeginLoc(), S->getEndLoc());
}

std::optional<Local> Scope::localOf(const Stmt *Initializer) const {
  std::optional<Local> Found;
  forEach(F.getBody(), [&](const Stmt *Part) {
    const auto *Block = dyn_cast<CompoundStmt>(Part);
    if (!Block || Found)
      return;
    for (const Stmt *Each : Block->body()) {
      const auto *D = dyn_cast<DeclStmt>(Each);
      const auto *V = D && D->isSingleDecl() ? dyn_cast<VarDecl>(D->getSingleDecl()) : nullptr;
      if (!V || !V->getInit() || V->isStaticLocal())
        continue;
      bool Inside = false;
      forEach(V->getInit(), [&](const Stmt *S) { Inside = Inside || S == Initializer; });
      if (Inside)
        Found = Local{V, D, Block};
    }
  });
  return Found;
}

const Stmt *Scope::statementAt(const CompoundStmt &Block, SourceLocation At) const {
  for (const Stmt *Each : Block.body())
    if (contains(Each, At))
      return Each;
  return nullptr;
}

const CompoundStmt *Scope::innermostBlock(SourceLocation At) const {
  const CompoundStmt *Found = nullptr;
  forEach(F.getBody(), [&](const Stmt *Part) {
    if (const auto *Block = dyn_cast<CompoundStmt>(Part); Block && contains(Block, At))
      Found = Block;
  });
  return Found;
}

std::string Scope::text(SourceRange Range) const {
  return Lexer::getSourceText(CharSourceRange::getTokenRange(Range), sources(),
                              Context.getLangOpts())
      .str();
}

std::optional<std::string> Scope::indentOf(const Stmt *S) const {
  if (!S->getBeginLoc().isFileID())
    return std::nullopt;
  auto [File, Offset] = sources().getDecomposedLoc(S->getBeginLoc());
  const llvm::StringRef Before = sources().getBufferData(File).take_front(Offset);
  const llvm::StringRef Line = Before.substr(Before.rfind('\n') + 1);
  return Line.trim(" \t").empty() ? std::optional(Line.str()) : std::nullopt;
}

SourceLocation Scope::endOf(const Stmt *S) const {
  if (!S->getEndLoc().isFileID())
    return {};
  const SourceLocation End =
      Lexer::getLocForEndOfToken(S->getEndLoc(), 0, sources(), Context.getLangOpts());
  const std::optional<Token> Next =
      Lexer::findNextToken(S->getEndLoc(), sources(), Context.getLangOpts());
  return Next && Next->is(tok::semi) && !isa<DeclStmt>(S) ? Next->getEndLoc() : End;
}

std::optional<FixItHint> Scope::lineBefore(const Stmt *S, const std::string &Text) const {
  const std::optional<std::string> Indent = indentOf(S);
  if (!Indent)
    return std::nullopt;
  return FixItHint::CreateInsertion(S->getBeginLoc(), Text + "\n" + *Indent);
}

std::optional<FixItHint> Scope::lineAfter(const Stmt *S, const std::string &Text) const {
  const std::optional<std::string> Indent = indentOf(S);
  const SourceLocation End = endOf(S);
  if (!Indent || End.isInvalid())
    return std::nullopt;
  return FixItHint::CreateInsertion(End, "\n" + *Indent + Text);
}

std::optional<FixItHint> Scope::remove(const Stmt *S) const {
  const SourceLocation End = endOf(S);
  if (End.isInvalid() || !S->getBeginLoc().isFileID())
    return std::nullopt;
  auto [File, From] = sources().getDecomposedLoc(S->getBeginLoc());
  unsigned To = sources().getFileOffset(End);
  const llvm::StringRef Text = sources().getBufferData(File);
  const size_t LineBegin = Text.take_front(From).rfind('\n') + 1; // npos + 1 is 0
  const size_t LineEnd = Text.find('\n', To);
  // What stands behind it on the line, a comment say, stays. The line goes with the end of the one
  // before: clang-tidy tidies up behind what is removed, and would take white space of the next
  // one.
  if (indentOf(S) && LineBegin > 0 && LineEnd != llvm::StringRef::npos &&
      Text.slice(To, LineEnd).trim().empty()) {
    From = LineBegin - 1;
    To = LineEnd;
  }
  const SourceLocation Start = sources().getLocForStartOfFile(File);
  return FixItHint::CreateRemoval(CharSourceRange::getCharRange(
      Start.getLocWithOffset(From), Start.getLocWithOffset(static_cast<int>(To))));
}

} // namespace leasehold
