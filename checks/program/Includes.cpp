//===- Includes.cpp - what files include, without preprocessing -----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Includes.h"
#include "clang/Lex/DependencyDirectivesScanner.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace clang;
namespace scan = clang::dependency_directives_scan;

namespace leasehold {
namespace {

llvm::StringRef textOf(const scan::Token &T, llvm::StringRef Source) {
  return Source.substr(T.Offset, T.Length);
}

/// Is the whole file between #ifndef X, #define X and #endif?
bool isGuarded(llvm::ArrayRef<scan::Directive> All, llvm::StringRef Source) {
  auto Ends = [](const scan::Directive &D) {
    return D.Kind == scan::pp_eof || D.Kind == scan::tokens_present_before_eof;
  };
  while (!All.empty() && All.back().Kind == scan::pp_eof)
    All = All.drop_back();
  if (All.size() < 3 || Ends(All.back()) || All[0].Kind != scan::pp_ifndef ||
      All[1].Kind != scan::pp_define || All.back().Kind != scan::pp_endif ||
      All[0].Tokens.size() < 3 || All[1].Tokens.size() < 3 ||
      textOf(All[0].Tokens[2], Source) != textOf(All[1].Tokens[2], Source))
    return false;
  unsigned Depth = 0;
  for (size_t I = 0; I < All.size(); ++I) {
    const auto Kind = All[I].Kind;
    if (Kind == scan::pp_if || Kind == scan::pp_ifdef || Kind == scan::pp_ifndef)
      ++Depth;
    else if (Kind == scan::pp_endif && --Depth == 0)
      return I + 1 == All.size();
    else if (Depth == 1 && (Kind == scan::pp_else || Kind == scan::pp_elif))
      return false;
  }
  return false;
}

/// Fills in what the directives say.
void read(llvm::StringRef Source, FileIncludes &File) {
  llvm::SmallVector<scan::Token, 256> Tokens;
  llvm::SmallVector<scan::Directive, 64> Directives;
  if (scanSourceForDependencyDirectives(Source, Tokens, Directives))
    return;
  const bool Guarded = isGuarded(Directives, Source);
  const unsigned Outside = Guarded ? 1 : 0;
  unsigned Depth = 0;
  bool Macros = false;
  for (const scan::Directive &D : Directives) {
    switch (D.Kind) {
    case scan::pp_if:
    case scan::pp_ifdef:
    case scan::pp_ifndef:
      ++Depth;
      continue;
    case scan::pp_endif:
      Depth -= Depth > 0 ? 1 : 0;
      continue;
    case scan::pp_include:
    case scan::pp_include_next:
    case scan::pp_import:
      break;
    case scan::pp_define:
    case scan::pp_undef:
      Macros = true;
      continue;
    case scan::pp_pragma_once:
      File.once = true;
      continue;
    default:
      continue;
    }
    if (D.Tokens.size() < 3) // # include <name>
      continue;
    llvm::StringRef Name = textOf(D.Tokens[2], Source);
    const bool Angled = Name.consume_front("<");
    if (Angled ? Name.consume_back(">") : Name.consume_front("\"") && Name.consume_back("\""))
      File.items.push_back({Name.str(), Angled, Depth > Outside}); // else a macro says what
  }
  File.once |= Guarded || !Macros; // such as include another, and do nothing else
}

} // namespace

const FileIncludes *IncludeScanner::at(const std::string &Path) {
  auto [It, New] = ByPath.try_emplace(Path);
  if (!New)
    return It->second;
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer)
    return nullptr;
  auto File = std::make_unique<FileIncludes>();
  File->path = Path;
  File->number = Files.size();
  File->size = (*Buffer)->getBufferSize();
  read((*Buffer)->getBuffer(), *File);
  Files.push_back(std::move(File));
  return It->second = Files.back().get();
}

std::string IncludeScanner::withoutDots(llvm::StringRef Path) {
  auto [It, New] = RealDirectories.try_emplace(llvm::sys::path::parent_path(Path));
  if (New) {
    llvm::SmallString<256> Real;
    if (!llvm::sys::fs::real_path(It->first(), Real)) // else it is not there, nor is the file
      It->second = Real.str().str();
  }
  llvm::SmallString<256> Out(It->second.empty() ? It->first() : llvm::StringRef(It->second));
  llvm::sys::path::append(Out, llvm::sys::path::filename(Path));
  return Out.str().str();
}

IncludeScanner::Resolved IncludeScanner::find(llvm::StringRef Name, bool Angled,
                                              llvm::StringRef From, const SearchPath &Search) {
  auto In = [&](llvm::StringRef Directory) {
    llvm::SmallString<256> Path(Directory);
    llvm::sys::path::append(Path, Name);
    return at(Name.starts_with(".") || Name.contains("/.") ? withoutDots(Path) : Path.str().str());
  };
  if (llvm::sys::path::is_absolute(Name))
    return {In(""), false};
  if (!Angled)
    if (const FileIncludes *F = In(llvm::sys::path::parent_path(From)))
      return {F, false};
  for (const SearchPath::Directory &D : Search.directories)
    if (!(Angled && D.quotedOnly))
      if (const FileIncludes *F = In(D.path))
        return {F, D.system};
  return {};
}

const FileIncludes *IncludeScanner::forced(llvm::StringRef Name, llvm::StringRef Directory,
                                           const SearchPath &Search) {
  return find(Name, /*Angled=*/false, (llvm::Twine(Directory) + "/").str(), Search).file;
}

std::vector<std::string> IncludeScanner::headers(const std::vector<std::string> &First,
                                                 const SearchPath &Search) {
  std::vector<std::string> Out;
  llvm::DenseSet<const FileIncludes *> Entered;
  llvm::StringSet<> Known;
  std::vector<std::pair<const FileIncludes *, size_t>> Work; // and the next item
  auto Enter = [&](const FileIncludes *F) {
    if (F && Entered.insert(F).second)
      Work.emplace_back(F, 0);
  };
  for (const std::string &Path : First) {
    Enter(at(Path));
    while (!Work.empty()) {
      auto &[File, Next] = Work.back();
      if (Next == File->items.size()) {
        Work.pop_back();
        continue;
      }
      const FileIncludes::Item &I = File->items[Next++];
      if (I.conditional)
        continue;
      const Resolved Found = find(I.name, I.angled, File->path, Search);
      if (!Found.system)
        Enter(Found.file);
      else if (Found.file->once && Known.insert(I.name).second)
        Out.push_back(I.name);
    }
  }
  return Out;
}

std::vector<unsigned> IncludeScanner::closure(llvm::StringRef Name, const SearchPath &Search) {
  std::vector<unsigned> Out;
  llvm::BitVector Seen;
  std::vector<const FileIncludes *> Work;
  auto Enter = [&](const FileIncludes *F) {
    if (!F)
      return;
    if (Seen.size() <= F->number)
      Seen.resize(F->number + 1);
    if (Seen.test(F->number))
      return;
    Seen.set(F->number);
    Out.push_back(F->number);
    Work.push_back(F);
  };
  Enter(find(Name, true, "", Search).file);
  while (!Work.empty()) {
    const FileIncludes *F = Work.back();
    Work.pop_back();
    for (const FileIncludes::Item &I : F->items)
      Enter(find(I.name, I.angled, F->path, Search).file);
  }
  return Out;
}

} // namespace leasehold
