//===- Fix.cpp - leasehold fix --------------------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fix.h"
#include "Program.h"
#include "output/Report.h"
#include "program/WriteFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <optional>

namespace leasehold {
namespace {

/// Edits of one file, none of which touches another.
class FileEdits {
public:
  [[nodiscard]] bool fits(const Edit &E) const {
    return llvm::none_of(Edits, [&](const Edit &Other) {
      const bool Same = Other.offset == E.offset && Other.length == E.length;
      return Same || (E.offset < Other.offset + Other.length && Other.offset < E.offset + E.length);
    });
  }
  void add(const Edit &E) { Edits.push_back(E); }
  /// Nothing when the file is not what was analysed.
  [[nodiscard]] std::optional<std::string> applied(llvm::StringRef Text) {
    // In the order of the file, what is inserted before what is taken away behind it.
    llvm::sort(Edits, [](const Edit &A, const Edit &B) {
      return std::pair(A.offset, A.length) < std::pair(B.offset, B.length);
    });
    std::string Out;
    size_t At = 0;
    for (const Edit &E : Edits) {
      if (E.offset < At || E.offset + E.length > Text.size())
        return std::nullopt;
      Out += Text.slice(At, E.offset);
      Out += E.text;
      At = E.offset + E.length;
    }
    return Out + Text.substr(At).str();
  }

private:
  std::vector<Edit> Edits;
};

/// By `diff -u`, which is everywhere. False when it cannot be shown; that has been said then.
bool showDifference(const std::string &File, llvm::StringRef New) {
  auto Diff = llvm::sys::findProgramByName("diff");
  llvm::SmallString<128> Aside;
  if (!Diff || llvm::sys::fs::createTemporaryFile("leasehold-fix", "txt", Aside)) {
    complain("cannot show the difference: this needs the program 'diff' and a temporary file");
    return false;
  }
  const llvm::FileRemover Clean(Aside);
  if (const auto Problem = writeFile(Aside.str().str(), {New})) {
    complain(*Problem);
    return false;
  }
  llvm::outs().flush();
  const std::string Shown = shownPath(File);
  const std::string Was = "--label=a/" + Shown, Is = "--label=b/" + Shown;
  return llvm::sys::ExecuteAndWait(*Diff, {*Diff, "-u", Was, Is, File, Aside}) == 1;
}

/// False when the file could not be written; that has been said then.
bool rewrite(const std::string &File, FileEdits &Edits, bool Dry) {
  auto Text = llvm::MemoryBuffer::getFile(File);
  std::optional<std::string> New = Text ? Edits.applied((*Text)->getBuffer()) : std::nullopt;
  if (!New) {
    complain("cannot mend " + shownPath(File) + ": " +
             (Text ? "it changed meanwhile; run this again" : Text.getError().message()));
    return false;
  }
  if (Dry)
    return showDifference(File, *New);
  const auto Problem = writeFile(File, {*New});
  if (Problem)
    complain(*Problem);
  return !Problem;
}

} // namespace

int applyFixes(llvm::ArrayRef<Diagnostic> Findings, const FixArguments &Arguments) {
  std::map<std::string, FileEdits> Files;
  std::vector<const Diagnostic *> Mended;
  size_t Unsafe = 0, Overlapping = 0, None = 0;
  for (const Diagnostic &D : Findings) {
    if (!D.fix) {
      ++None;
    } else if (!D.fix->safe && !Arguments.withUnsafe) {
      ++Unsafe;
    } else if (!llvm::all_of(D.fix->edits, [&](const Edit &E) { return Files[E.file].fits(E); })) {
      ++Overlapping;
    } else {
      for (const Edit &E : D.fix->edits)
        Files[E.file].add(E);
      Mended.push_back(&D);
    }
  }
  bool Ok = true;
  if (!Mended.empty())
    for (auto &[File, Edits] : Files)
      Ok = rewrite(File, Edits, Arguments.dryRun) && Ok;
  if (Ok)
    for (const Diagnostic *D : Mended)
      (Arguments.dryRun ? llvm::errs() : llvm::outs())
          << shownPath(D->at.file) << ":" << D->at.line << ":" << D->at.column << ": "
          << (Arguments.dryRun ? "would: " : "") << D->fix->title << " [" << D->check << "]\n";
  llvm::errs() << "leasehold " LEASEHOLD_VERSION ": " << (Ok ? Mended.size() : 0)
               << (Arguments.dryRun ? " findings to mend" : " findings mended");
  if (Unsafe)
    llvm::errs() << ", " << Unsafe << " more with --unsafe, which changes what the program does";
  if (Overlapping)
    llvm::errs() << ", " << Overlapping << " more when run again";
  if (None)
    llvm::errs() << ", " << None << " to mend by hand";
  llvm::errs() << "\n";
  if (!Ok)
    return ExitFailed;
  return Unsafe + Overlapping + None + (Arguments.dryRun ? Mended.size() : 0) ? ExitFindings
                                                                              : ExitClean;
}

} // namespace leasehold
