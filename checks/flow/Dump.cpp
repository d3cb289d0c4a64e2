//===- Dump.cpp - a function's flow, for people ---------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "flow/Dump.h"
#include "llvm/Support/raw_ostream.h"
#include <map>

using namespace clang;

namespace leasehold {
namespace {

using States = std::map<unsigned, std::vector<std::string>>; ///< by the number of the block

States statesOf(const FlowDump &Dump) { return {Dump.blocks.begin(), Dump.blocks.end()}; }

/// The elements of a block that matter to leases, a line each.
std::string elements(const CFGBlock &B, const ASTContext &Ctx) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  unsigned I = 0;
  for (const CFGElement &E : B) {
    ++I;
    auto St = E.getAs<CFGStmt>();
    if (!St || !isa<CallExpr, DeclStmt, ReturnStmt, CXXThrowExpr, CXXDeleteExpr>(St->getStmt())) {
      if (auto D = E.getAs<CFGAutomaticObjDtor>())
        OS << "  " << I << ": ~" << D->getVarDecl()->getName() << "\n";
      continue;
    }
    std::string Code;
    llvm::raw_string_ostream CodeOS(Code);
    St->getStmt()->printPretty(CodeOS, nullptr, PrintingPolicy(Ctx.getLangOpts()));
    llvm::StringRef Line = llvm::StringRef(Code).split('\n').first;
    OS << "  " << I << ": " << Line.take_front(72) << (Line.size() > 72 ? "..." : "") << "\n";
  }
  return Out;
}

std::string quoted(llvm::StringRef Label) {
  std::string Out;
  for (char Ch : Label)
    if (Ch == '\n')
      Out += "\\l";
    else if (Ch == '"' || Ch == '\\')
      (Out += '\\') += Ch;
    else
      Out += Ch;
  return Out;
}

} // namespace

std::string flowAsDot(llvm::StringRef Name, const CFG &Blocks, const ASTContext &Ctx,
                      const FlowDump &Dump) {
  States At = statesOf(Dump);
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  OS << "digraph \"" << quoted(Name) << "\" {\n  node [shape=box fontname=monospace];\n";
  for (const CFGBlock *B : Blocks) {
    const std::vector<std::string> &Here = At[B->getBlockID()];
    std::string Label = "B" + std::to_string(B->getBlockID());
    if (B == &Blocks.getEntry())
      Label += " entry";
    if (B == &Blocks.getExit())
      Label += " exit";
    Label += "\n";
    for (const std::string &S : Here)
      Label += "[" + S + "]\n";
    OS << "  b" << B->getBlockID() << " [label=\"" << quoted(Label + elements(*B, Ctx)) << "\""
       << (Here.empty() ? " color=gray" : "") << "];\n";
    for (const CFGBlock::AdjacentBlock &S : B->succs())
      if (const CFGBlock *To = S.getReachableBlock())
        OS << "  b" << B->getBlockID() << " -> b" << To->getBlockID() << ";\n";
  }
  OS << "}\n";
  return Out;
}

std::string flowAsText(llvm::StringRef Name, const CFG &Blocks, const ASTContext &Ctx,
                       const FlowDump &Dump) {
  States At = statesOf(Dump);
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  OS << Name << "\n";
  // The entry block stands last in clang's order.
  for (const CFGBlock *B : llvm::reverse(Blocks)) {
    OS << " B" << B->getBlockID();
    if (B == &Blocks.getEntry())
      OS << " (entry)";
    if (B == &Blocks.getExit())
      OS << " (exit)";
    OS << " ->";
    for (const CFGBlock::AdjacentBlock &S : B->succs())
      if (const CFGBlock *To = S.getReachableBlock())
        OS << " B" << To->getBlockID();
    OS << "\n";
    for (const std::string &S : At[B->getBlockID()])
      OS << "  [" << S << "]\n";
    if (At[B->getBlockID()].empty())
      OS << "  [not reached]\n";
    OS << elements(*B, Ctx);
  }
  return Out;
}

} // namespace leasehold
