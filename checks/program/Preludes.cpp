//===- Preludes.cpp - headers that many units share, parsed once ----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Preludes.h"
#include "program/Includes.h"
#include "program/Parallel.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Signals.h"
#include <deque>
#include <fstream>
#include <utility>

using namespace clang;

namespace leasehold {
namespace {

using Command = tooling::CompileCommand;
using Arguments = tooling::CommandLineArguments;

/// A command without what differs from unit to unit.
struct Flags {
  Arguments rest;                  ///< with an empty argument where the source stood
  std::vector<std::string> forced; ///< names of -include, in order
  std::string language;            ///< of -x; empty: none that this is for
};

std::string languageOf(llvm::StringRef File) {
  const llvm::StringRef Extension = llvm::sys::path::extension(File);
  if (Extension == ".c")
    return "c";
  for (const char *Each : {".cc", ".cpp", ".cxx", ".c++", ".C", ".CPP", ".cp"})
    if (Extension == Each)
      return "c++";
  return "";
}

/// Nothing when the command is one that this had better leave alone.
std::optional<Flags> flagsOf(const Command &C) {
  const std::string File = fileOf(C);
  Arguments Args = C.CommandLine;
  for (const auto &Adjust :
       {tooling::getClangStripOutputAdjuster(), tooling::getClangStripDependencyFileAdjuster()})
    Args = Adjust(Args, File);
  Flags Out;
  Out.language = languageOf(File);
  bool Found = false;
  for (size_t I = 0; I < Args.size(); ++I) {
    llvm::StringRef A = Args[I];
    auto Next = [&] { return I + 1 < Args.size() ? Args[++I] : std::string(); };
    if (A.starts_with("-fmodule") || A == "-imacros" || A == "-arch" || A.starts_with("@"))
      return std::nullopt;
    if (A == "-x") {
      Out.language = Next();
    } else if (A.starts_with("-x") && A != "-xc++" && A != "-xc") {
      return std::nullopt;
    } else if (A.starts_with("-x")) {
      Out.language = A.drop_front(2).str();
    } else if (A == "-Xclang" && I + 3 < Args.size() && Args[I + 1] == "-include") {
      Out.forced.push_back(Args[I + 3]);
      I += 3;
    } else if (A == "-include") {
      Out.forced.push_back(Next());
    } else if (I > 0 && !A.starts_with("-") && absolutePath(A, C.Directory) == File) {
      Out.rest.emplace_back();
      Found = true;
    } else {
      Out.rest.push_back(A.str());
    }
  }
  if (!Found || (Out.language != "c" && Out.language != "c++"))
    return std::nullopt;
  return Out;
}

struct Member {
  const Command *command = nullptr;
  std::vector<std::string> headers; ///< that it includes whatever holds, in order
  llvm::StringSet<> set;            ///< the same
};

/// Units with the same flags.
struct Group {
  Flags flags;
  SearchPath search;
  std::vector<Member> members;
};

/// Units of a group, and headers that all of them include.
struct Cluster {
  std::vector<const Member *> members;
  std::vector<std::string> headers;
};

/// Finds clusters whose headers are worth to be parsed in advance.
class Clustering {
public:
  Clustering(const Group &G, IncludeScanner &Scanner) : G(G), Scanner(Scanner) {}

  std::vector<Cluster> run() {
    std::vector<Cluster> Work(1), Out;
    for (const Member &M : G.members)
      Work.back().members.push_back(&M);
    while (!Work.empty()) {
      Cluster C = std::move(Work.back());
      Work.pop_back();
      std::optional<Cluster> Better = best(C);
      if (!Better) {
        if (!C.headers.empty())
          Out.push_back(std::move(C));
        continue;
      }
      llvm::erase_if(C.members, [&](const Member *M) { return includesAll(*M, Better->headers); });
      Work.push_back(std::move(C));
      Work.push_back(std::move(*Better));
    }
    return Out;
  }

private:
  /// What precompiling costs, over what each use saves; in bytes of the headers. A guess on the
  /// safe side, for writing and reading what was parsed.
  static constexpr double Cost = 2;

  static bool includesAll(const Member &M, const std::vector<std::string> &Headers) {
    return llvm::all_of(Headers, [&](const std::string &H) { return M.set.contains(H); });
  }

  const std::vector<unsigned> &closure(llvm::StringRef Header) {
    auto [It, New] = Closures.try_emplace(Header);
    if (New)
      It->second = Scanner.closure(Header, G.search);
    return It->second;
  }

  /// Adds the files that a header brings in, and gives the bytes of those that are new.
  double add(llvm::BitVector &Files, llvm::StringRef Header) {
    double Bytes = 0;
    for (unsigned F : closure(Header)) {
      if (Files.size() <= F)
        Files.resize(F + 1);
      if (!Files.test(F))
        Bytes += static_cast<double>(Scanner.sizeOf(F));
      Files.set(F);
    }
    return Bytes;
  }

  /// The headers most in use first: how many of them, for those units that have them all, save
  /// most?
  std::optional<Cluster> best(const Cluster &C) {
    llvm::StringMap<unsigned> Uses;
    for (const Member *M : C.members)
      for (const std::string &H : M->headers)
        ++Uses[H];
    std::vector<std::pair<unsigned, llvm::StringRef>> Common;
    for (const auto &Each : Uses)
      if (Each.second > Cost)
        Common.emplace_back(Each.second, Each.first());
    llvm::sort(Common, [](const auto &A, const auto &B) {
      return std::tie(B.first, A.second) < std::tie(A.first, B.second);
    });
    llvm::BitVector Files;
    double Before = 0;
    for (const std::string &H : C.headers)
      Before += add(Files, H);
    double All = Before, Most = 0;
    std::vector<const Member *> Left = C.members, Best;
    for (const auto &[Count, Header] : Common) {
      llvm::erase_if(Left, [&, Name = Header](const Member *M) { return !M->set.contains(Name); });
      const auto N = static_cast<double>(Left.size());
      if (N <= Cost)
        break;
      All += add(Files, Header);
      if (const double Saved = N * (All - Before) - Cost * All; Saved > Most) {
        Most = Saved;
        Best = Left;
      }
    }
    if (Best.empty())
      return std::nullopt;
    return Cluster{Best, commonHeaders(Best)};
  }

  /// In the order of the first unit.
  static std::vector<std::string> commonHeaders(const std::vector<const Member *> &Members) {
    std::vector<std::string> Out;
    for (const std::string &H : Members.front()->headers)
      if (llvm::all_of(Members, [&](const Member *M) { return M->set.contains(H); }))
        Out.push_back(H);
    return Out;
  }

  const Group &G;
  IncludeScanner &Scanner;
  llvm::StringMap<std::vector<unsigned>> Closures;
};

/// A file of the system's place for temporary ones, which is gone when this is, or when the process
/// is told to stop.
class Temporary {
public:
  explicit Temporary(llvm::StringRef Extension) {
    llvm::SmallString<128> Made;
    if (!llvm::sys::fs::createTemporaryFile("leasehold", Extension, Made)) {
      Path = Made.str().str();
      llvm::sys::RemoveFileOnSignal(Path);
    }
  }
  ~Temporary() {
    if (Path.empty())
      return;
    (void)llvm::sys::fs::remove(Path);
    llvm::sys::DontRemoveFileOnSignal(Path);
  }
  Temporary(Temporary &&Other) noexcept : Path(std::exchange(Other.Path, {})) {}
  Temporary &operator=(Temporary &&) = delete;

  [[nodiscard]] const std::string &path() const { return Path; } ///< empty: there is no place

private:
  std::string Path;
};

} // namespace

struct Preludes::State {
  std::vector<Temporary> files; ///< of those that were made, and their sources
  std::vector<std::unique_ptr<Prelude>> made;
  llvm::StringMap<const Prelude *> ofUnit; ///< by the file and its command; null: none
};

namespace {

std::string keyOf(const Command &C) {
  std::string Key = fileOf(C) + '\n' + C.Directory;
  for (const std::string &A : C.CommandLine)
    Key += '\n' + A;
  return Key;
}

} // namespace

Preludes::Preludes() = default;
Preludes::~Preludes() = default;

void Preludes::prepare(const std::vector<const Command *> &Units, llvm::StringRef ResourceDir,
                       unsigned Threads, IncludeScanner &Scanner) {
  constexpr size_t Few = 3; // to look at them costs more than there is to gain
  std::vector<const Command *> New;
  for (const Command *C : Units)
    if (!S || !S->ofUnit.contains(keyOf(*C)))
      New.push_back(C);
  if (New.size() < Few)
    return;
  if (!S)
    S = std::make_unique<State>();

  std::map<std::string, Group> Groups;
  for (const Command *C : New) {
    S->ofUnit[keyOf(*C)] = nullptr;
    std::optional<Flags> F = flagsOf(*C);
    if (!F)
      continue;
    std::string Key = C->Directory + '\n' + F->language;
    for (const auto *List : {&F->rest, &F->forced})
      for (const std::string &A : *List)
        Key += '\n' + A;
    Group &G = Groups[Key];
    G.flags = std::move(*F);
    G.members.push_back({C, {}, {}});
  }

  struct Job {
    const Group *group;
    Cluster cluster;
    Temporary source{"h"}, file{"pch"};
    std::unique_ptr<Prelude> made;
  };
  std::deque<Job> Jobs;
  for (auto &[Key, G] : Groups) {
    if (G.members.size() < Few)
      continue;
    G.search = searchPathOf(*G.members.front().command, ResourceDir);
    std::vector<std::string> Forced;
    for (const std::string &Name : G.flags.forced)
      if (const FileIncludes *F =
              Scanner.forced(Name, G.members.front().command->Directory, G.search))
        Forced.push_back(F->path);
    if (Forced.size() < G.flags.forced.size())
      continue;
    for (Member &M : G.members) {
      std::vector<std::string> First = Forced;
      First.push_back(fileOf(*M.command));
      M.headers = Scanner.headers(First, G.search);
      M.set.insert(M.headers.begin(), M.headers.end());
    }
    for (Cluster &C : Clustering(G, Scanner).run())
      Jobs.push_back({.group = &G, .cluster = std::move(C), .made = nullptr});
  }

  inParallel(Jobs.size(), Threads, [&](size_t I) {
    Job &J = Jobs[I];
    const std::string &Header = J.source.path();
    if (Header.empty() || J.file.path().empty())
      return;
    {
      std::ofstream Text(Header);
      for (const std::string &H : J.cluster.headers)
        Text << "#include <" << H << ">\n";
    }
    Command C = *J.group->members.front().command;
    C.Filename = Header;
    C.CommandLine.clear();
    for (const std::string &A : J.group->flags.rest)
      if (A.empty())
        llvm::append_range(C.CommandLine,
                           Arguments{"-x", J.group->flags.language + "-header", Header});
      else
        C.CommandLine.push_back(A);
    auto Made = std::make_unique<Prelude>();
    Made->file = J.file.path();
    const bool Survived = runSafely([&] {
      const bool Good = precompile(C, ResourceDir, *Made,
                                   [&](const SourceManager &SM) { Made->inputs = inputsOf(SM); });
      if (!Good)
        Made->file.clear();
    });
    if (!Survived || Made->file.empty())
      return;
    llvm::erase_if(Made->inputs, [&](const Record::Input &In) { return In.file == Header; });
    Made->headers.insert(J.cluster.headers.begin(), J.cluster.headers.end());
    J.made = std::move(Made);
  });
  for (Job &J : Jobs) {
    for (const Member *M : J.cluster.members)
      S->ofUnit[keyOf(*M->command)] = J.made.get();
    if (!J.made)
      continue;
    S->made.push_back(std::move(J.made));
    S->files.push_back(std::move(J.file));
    S->files.push_back(std::move(J.source));
  }
}

const Prelude *Preludes::of(const Command &Unit) const {
  return S ? S->ofUnit.lookup(keyOf(Unit)) : nullptr;
}

} // namespace leasehold
