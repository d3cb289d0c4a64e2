//===- CallGraph.h - the functions of one translation unit ------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_CALLGRAPH_H
#define LEASEHOLD_PROGRAM_CALLGRAPH_H

#include "flow/Body.h"
#include "program/Variables.h"

namespace leasehold {

/// Every function of the code under analysis that has a body, instantiations and lambdas too; who
/// may call whom (virtual overriders, references and destructors of locals included); and the
/// classes and variables that were seen on the way.
class CallGraph {
public:
  struct Node {
    const clang::FunctionDecl *fn = nullptr;
    std::unique_ptr<Body> body;
    std::vector<unsigned> callees; ///< indices of nodes
    bool walked = false;           ///< set by the analysis
  };

  explicit CallGraph(clang::ASTContext &Ctx);

  std::vector<Node> &nodes() { return Nodes; }
  /// Null when it has no body here.
  const Node *find(const clang::FunctionDecl *F) const;
  /// Strongly connected components, callees first, as indices of nodes.
  std::vector<std::vector<unsigned>> components() const;

  const std::vector<const clang::CXXRecordDecl *> &records() const { return Records; }
  const Variables &numbers() const { return Numbers; }
  /// That live as long as the process.
  const std::vector<const clang::VarDecl *> &staticVariables() const { return Statics; }

private:
  std::vector<Node> Nodes;
  llvm::DenseMap<const clang::FunctionDecl *, unsigned> Index; ///< by canonical declaration
  std::vector<const clang::CXXRecordDecl *> Records;
  Variables Numbers;
  std::vector<const clang::VarDecl *> Statics;
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_CALLGRAPH_H
