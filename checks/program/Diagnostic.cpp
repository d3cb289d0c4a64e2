//===- Diagnostic.cpp - a finding that outlives its AST -------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Diagnostic.h"
#include "program/Suppressions.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/LineIterator.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <utility>

using namespace clang;

namespace leasehold {

Location locate(SourceLocation Where, const SourceManager &SM) {
  Location L;
  if (Where.isInvalid())
    return L;
  auto [File, Offset] = SM.getDecomposedExpansionLoc(Where);
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  if (!Entry)
    return L;
  llvm::SmallString<256> Path(Entry->getName());
  SM.getFileManager().makeAbsolutePath(Path);
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  L.file = Path.str().str();
  L.line = SM.getLineNumber(File, Offset);
  L.column = SM.getColumnNumber(File, Offset);
  L.offset = Offset;
  llvm::StringRef Text = SM.getBufferData(File);
  size_t Start = Offset - (L.column - 1);
  L.sourceLine = Text.slice(Start, Text.find('\n', Start)).rtrim('\r').str();
  return L;
}

namespace {

/// A place in a file that is not part of this translation unit.
Location locate(const Step &S) {
  Location L;
  L.file = S.file;
  L.line = S.line;
  L.column = S.column;
  if (auto Text = llvm::MemoryBuffer::getFile(S.file))
    for (llvm::line_iterator Line(**Text, /*SkipBlanks=*/false); !Line.is_at_eof(); ++Line)
      if (std::cmp_equal(Line.line_number(), S.line)) {
        L.sourceLine = Line->rtrim('\r').str();
        L.offset = Line->data() - (*Text)->getBufferStart() + S.column - 1;
        break;
      }
  return L;
}

} // namespace

namespace {

DiagnosticFix describe(const Fix &F, const SourceManager &SM) {
  DiagnosticFix Out{F.title, F.safe, {}};
  for (const FixItHint &Hint : F.edits) {
    // An insertion has no range to remove, but a place.
    const SourceLocation At = Hint.RemoveRange.getBegin();
    const Location From = leasehold::locate(At, SM);
    unsigned Length = 0;
    if (Hint.RemoveRange.isTokenRange())
      Length = Lexer::MeasureTokenLength(Hint.RemoveRange.getEnd(), SM, LangOptions());
    Length += SM.getFileOffset(Hint.RemoveRange.getEnd()) - From.offset;
    Out.edits.push_back({From.file, From.offset, Length, Hint.CodeToInsert});
  }
  return Out;
}

} // namespace

Diagnostic describe(const Finding &F, const SourceManager &SM) {
  Diagnostic D;
  D.check = F.check;
  D.level = F.level;
  D.message = F.message;
  D.at = locate(F.at, SM);
  for (const Note &N : F.notes)
    D.notes.push_back({N.elsewhere ? locate(*N.elsewhere) : locate(N.at, SM), N.message});
  if (F.fix)
    D.fix = describe(*F.fix, SM);
  D.before = F.before;
  D.function = F.function;
  return D;
}

double rankOf(const Diagnostic &D) {
  if (D.rank)
    return *D.rank;
  switch (D.level) {
  case Level::Bug:
    return 75;
  case Level::Risk:
    return 50;
  case Level::Style:
    break;
  }
  return 25;
}

std::vector<size_t> silencing(const Finding &F, const SourceManager &SM) {
  if (F.at.isInvalid())
    return {};
  auto [File, Offset] = SM.getDecomposedExpansionLoc(F.at);
  return silencing(SM.getBufferData(File), Offset, F.check);
}

} // namespace leasehold
