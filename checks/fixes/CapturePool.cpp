//===- CapturePool.cpp - the task acquires a session of its own -----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "fixes/Fixes.h"
#include <utility>

using namespace clang;

namespace leasehold {
namespace {

/// `pool` of `pool.acquire()`: a variable that outlives the function, or a field.
struct Source {
  const VarDecl *variable = nullptr;
  bool field = false;
};

std::optional<Source> sourceOf(const Expr *Init) {
  Source Found;
  unsigned Others = 0;
  Scope::forEach(Init, [&](const Stmt *Part) {
    if (isa<CXXThisExpr>(Part))
      Found.field = true;
    if (const auto *R = dyn_cast<DeclRefExpr>(Part))
      if (const auto *V = dyn_cast<VarDecl>(R->getDecl()); V && V->hasLocalStorage()) {
        if (Found.variable && Found.variable != V)
          ++Others;
        Found.variable = V;
      }
  });
  if (Others || (Found.variable && Found.field))
    return std::nullopt;
  // A pool of this function's own dies with it.
  if (Found.variable && !Found.variable->getType()->isReferenceType() &&
      !Found.variable->getType()->isPointerType())
    return std::nullopt;
  return Found;
}

} // namespace

std::optional<Fix> capturePool(const FixContext &C) {
  const LeaseInfo *L = C.event.lease;
  const Scope Text(C.function, C.catalog.context());
  const std::optional<Local> Held = acquiredInto(C, Text);
  if (!Held || C.event.name.empty() || C.event.name != L->name)
    return std::nullopt;
  const VarDecl *V = Held->variable;
  const LambdaExpr *Task = nullptr;
  bool Many = false;
  for (const LambdaExpr *Each : C.body.lambdas)
    if (llvm::any_of(Each->explicit_captures(), [&](const LambdaCapture &K) {
          return K.capturesVariable() && K.getCapturedVar() == V;
        })) {
      Many = Many || Task;
      Task = Each;
    }
  const std::optional<Source> From = sourceOf(V->getInit());
  // Only a capture by name, `session` or `&session`; the lambda's body on lines of its own.
  const auto *Block = Task ? dyn_cast<CompoundStmt>(Task->getBody()) : nullptr;
  if (Many || !From || !Block || Block->body_empty() || !Text.indentOf(Block->body_front()))
    return std::nullopt;
  // The session is the task's alone.
  unsigned Mentions = 0;
  auto Count = [&](const Stmt *Part) {
    if (const auto *R = dyn_cast<DeclRefExpr>(Part); R && R->getDecl() == V)
      ++Mentions;
  };
  Scope::forEach(Task, Count);
  const unsigned InTask = std::exchange(Mentions, 0);
  Scope::forEach(C.function.getBody(), Count);
  if (Mentions != InTask)
    return std::nullopt;
  const LambdaCapture *Capture = nullptr;
  bool Already = false;
  for (const LambdaCapture &K : Task->explicit_captures()) {
    Already = Already || K.capturesThis();
    if (K.capturesVariable() && K.getCapturedVar() == V)
      Capture = &K;
    else if (From->variable && K.capturesVariable() && K.getCapturedVar() == From->variable)
      Already = true;
  }
  if (!Capture || !Capture->getLocation().isFileID() || Already)
    return std::nullopt;
  const std::string Instead = From->field       ? "this"
                              : !From->variable ? ""
                              : From->variable->getType()->isReferenceType()
                                  ? "&" + From->variable->getName().str()
                                  : From->variable->getName().str();
  const SourceManager &SM = C.catalog.context().getSourceManager();
  SourceLocation Begin = Capture->getLocation();
  if (Capture->getCaptureKind() == LCK_ByRef) {
    // The ampersand is in front of the name.
    auto [File, Offset] = SM.getDecomposedLoc(Begin);
    const llvm::StringRef Before = SM.getBufferData(File).take_front(Offset).rtrim();
    if (!Before.ends_with("&"))
      return std::nullopt;
    Begin = Begin.getLocWithOffset(-static_cast<int>(Offset - Before.size() + 1));
  }
  std::optional<FixItHint> Anew =
      Text.lineBefore(Block->body_front(), Text.text(Held->declaration->getSourceRange()));
  std::optional<FixItHint> Gone = Text.remove(Held->declaration);
  if (Instead.empty() || !Anew || !Gone)
    return std::nullopt;
  return Fix{"acquire '" + V->getName().str() + "' inside the task",
             false,
             {*Gone,
              FixItHint::CreateReplacement(
                  CharSourceRange::getTokenRange(Begin, Capture->getLocation()), Instead),
              *Anew}};
}

} // namespace leasehold
