//===- Store.cpp - `.leasehold/`: facts on disk ---------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Store.h"
#include "program/WriteFile.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace leasehold {
namespace {

/// Of the layout of the files, not of what the analysis means: that is the version's.
constexpr llvm::StringLiteral Format = "3";

std::string hex(uint64_t N) { return llvm::utohexstr(N, /*LowerCase=*/true, 16); }

std::string under(llvm::StringRef Directory, const llvm::Twine &A, const llvm::Twine &B = "") {
  llvm::SmallString<256> Path(Directory);
  llvm::sys::path::append(Path, A, B);
  return Path.str().str();
}

} // namespace

//===----------------------------------------------------------------------===//
// Sealed files
//===----------------------------------------------------------------------===//

std::optional<std::string> writeSealed(const std::string &Path, llvm::StringRef Kind,
                                       llvm::StringRef Version, llvm::StringRef Body) {
  // Unchanged, it keeps its time: what depends on it need not be done again.
  if (const Sealed Old = readSealed(Path, Kind, Version); Old.problem.empty() && Old.body == Body)
    return std::nullopt;
  const std::string Head =
      llvm::join_items(" ", "leasehold", Kind, Format, Version, hex(digest(Body))) + "\n";
  return writeFile(Path, {Head, Body});
}

Sealed readSealed(const std::string &Path, llvm::StringRef Kind, llvm::StringRef Version) {
  Sealed Out;
  auto File = llvm::MemoryBuffer::getFile(Path);
  if (!File) {
    Out.problem = "cannot read " + Path + ": " + File.getError().message();
    return Out;
  }
  auto [Head, Body] = (*File)->getBuffer().split('\n');
  llvm::SmallVector<llvm::StringRef, 5> Words;
  Head.split(Words, ' ');
  if (Words.size() != 5 || Words[0] != "leasehold" || Words[1] != Kind)
    Out.problem = Path + " is no file of Leasehold's of the kind '" + Kind.str() + "'";
  else if (Words[2] != Format || (!Version.empty() && Words[3] != Version))
    Out.problem = Path + " was written by another version of Leasehold, or with other options; " +
                  "write it anew";
  else if (Out.digest = digest(Body); Words[4] != hex(Out.digest))
    Out.problem = Path + " is damaged; remove it and write it anew";
  else
    Out.version = Words[3], Out.body = Body;
  Out.file = std::move(*File);
  return Out;
}

//===----------------------------------------------------------------------===//
// A linked program
//===----------------------------------------------------------------------===//

std::shared_ptr<const ProgramFacts> ProgramFacts::open(const std::string &Path,
                                                       std::string &Problem) {
  auto Out = std::make_shared<ProgramFacts>();
  Out->File = readSealed(Path, ProgramKind, "");
  Problem = Out->File.problem;
  if (!Problem.empty())
    return nullptr;
  return Out;
}

const FunctionFact *ProgramFacts::find(llvm::StringRef Usr) const {
  const std::scoped_lock Lock(Mutex);
  auto [It, New] = Read.try_emplace(Usr);
  if (!New)
    return It->second.get();
  // Lines in order: halve what is left, at the beginning of a line.
  llvm::StringRef Rest = File.body;
  while (!Rest.empty()) {
    const size_t Middle = Rest.rfind('\n', Rest.size() / 2);
    size_t Start = Middle == llvm::StringRef::npos || Rest.size() < 2 ? 0 : Middle + 1;
    auto [Line, After] = Rest.substr(Start).split('\n');
    auto [Name, Json] = Line.split('\t');
    if (Name == Usr) {
      if (std::optional<Effects> E = decode(Json))
        It->second = std::make_unique<FunctionFact>(makeFact(std::move(*E)));
      return It->second.get();
    }
    Rest = Usr < Name ? Rest.take_front(Start) : After;
  }
  return nullptr;
}

//===----------------------------------------------------------------------===//
// The directory
//===----------------------------------------------------------------------===//

uint64_t FileDigests::of(llvm::StringRef Path) {
  {
    const std::scoped_lock Lock(Mutex);
    if (auto It = Known.find(Path); It != Known.end())
      return It->second;
  }
  auto File = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false,
                                          /*RequiresNullTerminator=*/false);
  const uint64_t D = File ? digest((*File)->getBuffer()) : 0;
  const std::scoped_lock Lock(Mutex);
  return Known.try_emplace(Path, D).first->second;
}

std::string findProgramFacts(llvm::StringRef BuildDirectory, llvm::StringRef File) {
  auto Look = [](llvm::StringRef From) -> std::string {
    for (; !From.empty(); From = llvm::sys::path::parent_path(From))
      for (llvm::StringRef Below : {"", "build"}) {
        llvm::SmallString<256> Path(From);
        llvm::sys::path::append(Path, Below, Store::DirectoryName, Store::ProgramName);
        if (llvm::sys::fs::exists(Path))
          return Path.str().str();
      }
    return {};
  };
  std::string Found = Look(BuildDirectory);
  return Found.empty() ? Look(llvm::sys::path::parent_path(File)) : Found;
}

std::string analysisVersion(const AnalysisOptions &Options, llvm::StringRef ResourceDir) {
  // The program itself rather than its number: who builds their own need not think of it.
  static const uint64_t Program = [] {
    static int Here;
    const std::string Path = llvm::sys::fs::getMainExecutable("leasehold", &Here);
    auto File = llvm::MemoryBuffer::getFile(Path, false, false);
    return File ? digest((*File)->getBuffer()) : 0;
  }();
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  OS << LEASEHOLD_VERSION << '\0' << clang::getClangFullVersion() << '\0' << Program << '\0'
     << Options.models->fingerprint() << '\0' << Options.flow.minSlow << '\0'
     << llvm::join(Options.flow.repositories, ",") << '\0' << static_cast<unsigned>(Options.level)
     << '\0' << Options.exportFacts << '\0' << ResourceDir;
  return hex(digest(OS.str()));
}

Store::Store(std::string Where, std::string Version)
    : Directory(std::move(Where)), Version(std::move(Version)) {
  const std::string Units = under(Directory, "units");
  if (std::error_code Error = llvm::sys::fs::create_directories(Units)) {
    Problem = "cannot make " + Units + ": " + Error.message();
    return;
  }
  // No part of anybody's repository.
  if (const std::string Ignore = under(Directory, ".gitignore"); !llvm::sys::fs::exists(Ignore)) {
    std::error_code Error;
    llvm::raw_fd_ostream OS(Ignore, Error);
    if (!Error)
      OS << "*\n";
  }
}

std::string Store::unitName(llvm::StringRef File, llvm::StringRef Directory,
                            llvm::ArrayRef<std::string> CommandLine) {
  std::string Text = (File + llvm::Twine('\0') + Directory).str();
  for (const std::string &Argument : CommandLine)
    (Text += '\0') += Argument;
  return hex(digest(Text));
}

std::string Store::pathOf(llvm::StringRef UnitName) const {
  return under(Directory, "units", UnitName + ".facts");
}

void Store::failed(std::optional<std::string> Reason) {
  if (!Reason)
    return;
  const std::scoped_lock Lock(Mutex);
  if (Problem.empty())
    Problem = std::move(*Reason);
}

std::vector<Record> loadUnit(const std::string &Path, llvm::StringRef Version, FileDigests *Digests,
                             std::string &Problem) {
  std::vector<Record> Out;
  const Sealed File = readSealed(Path, UnitKind, Version);
  Problem = File.problem;
  for (llvm::StringRef Rest = File.body; !Rest.empty();) {
    auto [Line, After] = Rest.split('\n');
    Rest = After;
    std::optional<Record> R = recordFromJson(Line);
    if (!R)
      Problem = Path + " is damaged; remove it and write it anew";
    else if (Digests && llvm::any_of(R->inputs, [&](const Record::Input &I) {
               return Digests->of(I.file) != I.digest;
             }))
      Problem = "the sources have changed since " + Path + " was written";
    if (!Problem.empty())
      return {}; // all of them read the same files
    Out.push_back(std::move(*R));
  }
  return Out;
}

std::optional<std::string> saveUnit(const std::string &Path, llvm::StringRef Version,
                                    const std::vector<const Record *> &Analyses) {
  std::string Body;
  for (const Record *R : Analyses)
    Body += toJson(*R) + '\n';
  return writeSealed(Path, UnitKind, Version, Body);
}

std::vector<Record> Store::load(llvm::StringRef UnitName) {
  std::string Problem; // whatever it is, the unit is analysed anew
  return loadUnit(pathOf(UnitName), Version, &Digests, Problem);
}

void Store::save(llvm::StringRef UnitName, const std::vector<const Record *> &Analyses) {
  failed(saveUnit(pathOf(UnitName), Version, Analyses));
}

void Store::saveProgram(llvm::StringRef Text) {
  failed(writeSealed(under(Directory, ProgramName), ProgramKind, Version, Text));
}

void Store::keepOnly(const llvm::StringSet<> &UnitNames) {
  std::error_code Error;
  for (llvm::sys::fs::directory_iterator It(under(Directory, "units"), Error), End;
       It != End && !Error; It.increment(Error))
    if (llvm::StringRef Path = It->path(); llvm::sys::path::extension(Path) == ".facts" &&
                                           !UnitNames.contains(llvm::sys::path::stem(Path)))
      (void)llvm::sys::fs::remove(Path);
}

} // namespace leasehold
