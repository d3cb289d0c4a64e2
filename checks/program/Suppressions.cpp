//===- Suppressions.cpp - NOLINT comments, as in clang-tidy ---------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Suppressions.h"
#include "catalog/Globs.h"
#include "llvm/ADT/StringExtras.h"
#include <optional>

namespace leasehold {
namespace {

struct Comment {
  enum Kind : uint8_t { Here, NextLine, Begin, End } kind;
  size_t at;
  /// The globs in parentheses, without spaces.
  std::optional<std::string> checks;

  [[nodiscard]] bool silences(llvm::StringRef Check) const {
    return !checks || Globs(*checks).contains(Check);
  }
};

std::optional<Comment::Kind> kindOf(llvm::StringRef Word) {
  if (Word == "NOLINT")
    return Comment::Here;
  if (Word == "NOLINTNEXTLINE")
    return Comment::NextLine;
  if (Word == "NOLINTBEGIN")
    return Comment::Begin;
  if (Word == "NOLINTEND")
    return Comment::End;
  return std::nullopt;
}

std::vector<Comment> commentsIn(llvm::StringRef Text) {
  std::vector<Comment> Found;
  size_t Pos = 0;
  while ((Pos = Text.find("NOLINT", Pos)) != llvm::StringRef::npos) {
    size_t Start = Pos;
    while (Pos < Text.size() && llvm::isAlpha(Text[Pos]))
      ++Pos;
    std::optional<Comment::Kind> Kind = kindOf(Text.slice(Start, Pos));
    if (!Kind)
      continue;
    std::optional<std::string> Checks;
    if (Pos < Text.size() && Text[Pos] == '(') {
      size_t Close = Text.find_first_of("\n)", Pos + 1);
      if (Close != llvm::StringRef::npos && Text[Close] == ')') {
        Checks = llvm::StringRef(Text.slice(Pos + 1, Close)).str();
        llvm::erase_if(*Checks, [](char C) { return C == ' ' || C == '\t'; });
        Pos = Close + 1;
      }
    }
    Found.push_back({*Kind, Start, std::move(Checks)});
  }
  return Found;
}

/// The line that contains `Offset`, without its end.
llvm::StringRef lineAt(llvm::StringRef Text, size_t Offset) {
  size_t Before = Text.rfind('\n', Offset);
  return Text.slice(Before == llvm::StringRef::npos ? 0 : Before + 1, Text.find('\n', Offset));
}

} // namespace

std::vector<size_t> silencing(llvm::StringRef Text, size_t Offset, llvm::StringRef Check) {
  std::vector<size_t> Found;
  // Hardly any file has such a comment.
  if (Offset >= Text.size() || !Text.contains("NOLINT"))
    return Found;
  auto In = [&](llvm::StringRef Line, Comment::Kind Kind) {
    for (const Comment &C : commentsIn(Line))
      if (C.kind == Kind && C.silences(Check))
        Found.push_back(Line.begin() - Text.begin() + C.at);
  };
  llvm::StringRef Line = lineAt(Text, Offset);
  In(Line, Comment::Here);
  if (Line.begin() != Text.begin())
    In(lineAt(Text, Line.begin() - Text.begin() - 1), Comment::NextLine);
  // Blocks nest; an end without a matching begin, and a begin without an end, say nothing.
  std::vector<Comment> Open;
  for (Comment &C : commentsIn(Text)) {
    if (C.kind == Comment::Begin) {
      Open.push_back(std::move(C));
    } else if (C.kind == Comment::End && !Open.empty() && Open.back().checks == C.checks) {
      if (Open.back().at <= Offset && Offset < C.at && Open.back().silences(Check))
        Found.push_back(Open.back().at);
      Open.pop_back();
    }
  }
  return Found;
}

bool isSuppressed(llvm::StringRef Text, size_t Offset, llvm::StringRef Check) {
  return !silencing(Text, Offset, Check).empty();
}

std::vector<Suppression> suppressionsIn(llvm::StringRef Text) {
  std::vector<Suppression> Out;
  for (const Comment &C : commentsIn(Text))
    if (C.kind != Comment::End && C.checks)
      Out.push_back({C.at, Text.slice(C.at, Text.find(')', C.at) + 1).str(), *C.checks});
  return Out;
}

} // namespace leasehold
