//===- Diff.cpp - the lines that a revision does not have -----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Diff.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

namespace leasehold {
namespace {

struct GitResult {
  int status = -1;
  std::string out, err;
};

/// `git -C Directory ARGUMENTS...`; -1 when there is no git.
GitResult git(const std::string &Directory, llvm::ArrayRef<llvm::StringRef> Arguments) {
  GitResult R;
  auto Program = llvm::sys::findProgramByName("git");
  llvm::SmallString<128> Out;
  llvm::SmallString<128> Err;
  if (!Program || llvm::sys::fs::createTemporaryFile("leasehold-git", "out", Out))
    return R;
  const llvm::FileRemover RemoveOut(Out);
  if (llvm::sys::fs::createTemporaryFile("leasehold-git", "err", Err))
    return R;
  const llvm::FileRemover RemoveErr(Err);
  std::vector<llvm::StringRef> Command{"git", "-c", "core.quotePath=false", "-C", Directory};
  Command.insert(Command.end(), Arguments.begin(), Arguments.end());
  R.status = llvm::sys::ExecuteAndWait(*Program, Command, std::nullopt,
                                       {llvm::StringRef(""), Out.str(), Err.str()});
  auto Text = [](llvm::StringRef Path) {
    auto File = llvm::MemoryBuffer::getFile(Path);
    return File ? (*File)->getBuffer().str() : std::string();
  };
  R.out = Text(Out);
  R.err = Text(Err);
  return R;
}

std::string realPath(llvm::StringRef Path) {
  llvm::SmallString<256> Real;
  return llvm::sys::fs::real_path(Path, Real) ? Path.str() : Real.str().str();
}

/// A name with a quote, a tab or the like stands in quotes.
std::string unquoted(llvm::StringRef Name) {
  if (!Name.consume_front("\"") || !Name.consume_back("\""))
    return Name.str();
  std::string Out;
  for (size_t I = 0; I < Name.size(); ++I) {
    if (Name[I] != '\\' || I + 1 == Name.size()) {
      Out += Name[I];
      continue;
    }
    unsigned Byte = 0;
    const char Next = Name[++I];
    if (!Name.substr(I, 3).getAsInteger(8, Byte) && Name.substr(I, 3).size() == 3) {
      Out += static_cast<char>(Byte);
      I += 2;
    } else {
      Out += Next == 't' ? '\t' : Next == 'n' ? '\n' : Next;
    }
  }
  return Out;
}

} // namespace

std::optional<Diff> Diff::since(const std::string &Revision, const std::string &Directory,
                                std::string &Problem) {
  const GitResult Top = git(Directory, {"rev-parse", "--show-toplevel"});
  if (Top.status != 0) {
    Problem = Top.status == -1
                  ? "--diff needs git, which is not installed"
                  : "--diff needs a Git repository, and " + Directory +
                        " is in none that can be read: " + llvm::StringRef(Top.err).trim().str();
    return std::nullopt;
  }
  const std::string Root = llvm::StringRef(Top.out).trim().str();
  const GitResult Commit =
      git(Root, {"rev-parse", "--verify", "--quiet", "--end-of-options", Revision + "^{commit}"});
  if (Commit.status != 0) {
    Problem = "--diff: the Git repository " + Root + " has no revision '" + Revision +
              "'; name a branch, a tag or a commit (a shallow clone has to fetch it first)";
    return std::nullopt;
  }
  const std::string Hash = llvm::StringRef(Commit.out).trim().str();
  const GitResult Changes = git(Root, {"diff", "-U0", "--no-color", "--no-ext-diff", "--no-renames",
                                       "--src-prefix=a/", "--dst-prefix=b/", Hash, "--"});
  const GitResult New = git(Root, {"ls-files", "--others", "--exclude-standard", "-z"});
  if (Changes.status != 0 || New.status != 0) {
    Problem = "--diff: git failed: " + llvm::StringRef(Changes.err + New.err).trim().str();
    return std::nullopt;
  }
  Diff Out;
  Out.parse(Changes.out, Root);
  for (llvm::StringRef Rest = New.out; !Rest.empty();) {
    auto [Name, After] = Rest.split('\0');
    Rest = After;
    Out.Files[realPath(Root + "/" + Name.str())] = {AllLines};
  }
  return Out;
}

Diff Diff::of(const std::vector<std::string> &Files) {
  Diff Out;
  for (const std::string &File : Files)
    Out.Files[realPath(File)] = {AllLines};
  return Out;
}

void Diff::parse(llvm::StringRef Text, llvm::StringRef Top) {
  std::vector<Lines> *Into = nullptr;
  unsigned Content = 0; // so many lines of the hunk are still to come, whatever they look like
  while (!Text.empty()) {
    auto [Line, Rest] = Text.split('\n');
    Text = Rest;
    if (Content > 0 && (Line.starts_with("+") || Line.starts_with("-"))) {
      --Content;
    } else if (Line.consume_front("+++ ")) {
      std::string Name = unquoted(Line.rtrim("\t"));
      llvm::StringRef Below = Name;
      Into = Below.consume_front("b/") ? &Files[realPath((Top + "/" + Below).str())] : nullptr;
    } else if (Line.consume_front("@@ -") && Into) {
      // @@ -first[,count] +first[,count] @@
      auto Range = [](llvm::StringRef Of) {
        auto [First, Count] = Of.split(',');
        std::pair<unsigned, unsigned> Out{0, 1};
        (void)First.getAsInteger(10, Out.first);
        if (!Count.empty())
          (void)Count.getAsInteger(10, Out.second);
        return Out;
      };
      const auto [Old, New] = Line.split(" @@").first.split(" +");
      const auto [First, Count] = Range(New);
      Content = Range(Old).second + Count;
      if (Count > 0)
        Into->push_back({First, First + Count - 1});
      else
        Into->push_back({First, First + 1});
    }
  }
}

bool Diff::touches(llvm::StringRef File) const { return Files.contains(realPath(File)); }

bool Diff::touches(const Location &At) const {
  auto It = Files.find(realPath(At.file));
  return It != Files.end() && llvm::any_of(It->second, [&](const Lines &L) {
           return L.first <= At.line && At.line <= L.last;
         });
}

bool Diff::touches(const Diagnostic &D) const {
  return touches(D.at) ||
         llvm::any_of(D.notes, [&](const DiagnosticNote &N) { return touches(N.at); });
}

} // namespace leasehold
