//===- Suggest.cpp - leasehold models suggest -----------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "models/Guess.h"
#include "models/Models.h"
#include "program/Analysis.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <mutex>

namespace leasehold {
namespace {

/// The entries that are not there yet.
void merge(std::vector<OrderedJson> &Into, const std::vector<OrderedJson> &From) {
  for (const OrderedJson &Each : From)
    if (llvm::none_of(Into, [&](const OrderedJson &I) { return I["name"] == Each["name"]; }))
      Into.push_back(Each);
}

/// What the units say of one class or function together, the most used first, without what is
/// defined in one of them.
std::vector<Guess> ranked(const std::vector<Guesses> &Units) {
  std::map<std::string, Guess> All;
  for (const Guesses &Unit : Units)
    for (const Guess &G : Unit.all) {
      auto [It, New] = All.try_emplace(G.name, G);
      if (New)
        continue;
      for (const auto &[Function, Count] : G.uses)
        It->second.uses[Function] += Count;
      merge(It->second.types, G.types);
      merge(It->second.functions, G.functions);
    }
  std::vector<Guess> Out;
  for (auto &[Name, G] : All) {
    const bool Defined = llvm::any_of(G.uses, [&](const auto &Use) {
      return llvm::any_of(Units,
                          [&](const Guesses &Unit) { return Unit.defined.contains(Use.first); });
    });
    if (!Defined)
      Out.push_back(std::move(G));
  }
  llvm::sort(Out, [](const Guess &A, const Guess &B) {
    return std::pair(B.total(), llvm::StringRef(A.name)) <
           std::pair(A.total(), llvm::StringRef(B.name));
  });
  return Out;
}

/// On one line, with a space around what is inside.
std::string onOneLine(const OrderedJson &J) {
  std::vector<std::string> Parts;
  if (J.is_array()) {
    for (const OrderedJson &Each : J)
      Parts.push_back(onOneLine(Each));
    return "[" + llvm::join(Parts, ", ") + "]";
  }
  if (!J.is_object())
    return J.dump();
  for (const auto &[Key, Value] : J.items())
    Parts.push_back(OrderedJson(Key).dump() + ": " + onOneLine(Value));
  return "{ " + llvm::join(Parts, ", ") + " }";
}

std::string entries(const char *Key, const std::vector<OrderedJson> &All) {
  std::vector<std::string> Lines;
  for (const OrderedJson &Each : All)
    Lines.push_back("    " + onOneLine(Each));
  return "  \"" + std::string(Key) + "\": [" + (Lines.empty() ? "" : "\n") +
         llvm::join(Lines, ",\n") + (Lines.empty() ? "" : "\n  ") + "]";
}

std::string modelOf(const std::vector<Guess> &All) {
  std::vector<OrderedJson> Types, Functions;
  for (const Guess &G : All) {
    merge(Types, G.types);
    merge(Functions, G.functions);
  }
  return "{\n  \"library\": \"guessed\",\n"
         "  \"about\": \"guessed by leasehold models suggest: not checked by anybody yet\",\n" +
         entries("types", Types) + ",\n" + entries("functions", Functions) + "\n}\n";
}

std::string times(unsigned N) { return N == 1 ? "once" : std::to_string(N) + " times"; }

void print(llvm::raw_ostream &OS, size_t Number, const Guess &G) {
  OS << Number << ". " << G.name << " looks like " << G.what << " (" << G.where << ")\n"
     << "   " << llvm::join(G.why, "; ") << "\n   called " << times(G.total());
  if (G.uses.size() > 1 || G.uses.begin()->first != G.name) {
    std::vector<std::string> Each;
    for (const auto &[Function, Count] : G.uses)
      Each.push_back(Function + " " + times(Count));
    OS << ": " << llvm::join(Each, ", ");
  }
  OS << "\n";
}

} // namespace

int suggestModels(const ModelsArguments &Arguments) {
  Program P;
  if (!open(Arguments.program, P))
    return ExitFailed;
  AnalysisOptions Options;
  Options.models = P.models;
  std::vector<Guesses> Units(P.files.size());
  // All of the headers: what closes a handle may be what nobody calls.
  const bool Whole = inEachFile(
      P, Arguments.program.jobs, /*Wanted=*/nullptr, [&](size_t I, clang::ASTContext &Context) {
        withCatalog(Context, Options, [&](Catalog &C) { Units[I] = guess(C); });
      });
  std::vector<Guess> All = ranked(Units);
  const size_t Left = All.size() > Arguments.most ? All.size() - Arguments.most : 0;
  All.resize(All.size() - Left);

  llvm::raw_ostream &OS = llvm::outs();
  const int Status = Whole && !P.flawed ? ExitClean : ExitFailed;
  if (All.empty()) {
    OS << "Nothing that is called and not known looks like a session, a pool or a call that "
          "blocks.\n";
    OS.flush();
    return Status;
  }
  OS << "These are guesses, from names and signatures alone, by how often they are called:\n\n";
  for (size_t I = 0; I < All.size(); ++I)
    print(OS, I + 1, All[I]);
  if (Left)
    OS << "... and " << Left << " more (--most)\n";
  const bool ToFile = !Arguments.out.empty() && Arguments.out != "-";
  OS << "\nA model to start from; correct it, take out what is wrong, and check it with\n"
        "`leasehold models validate`"
     << (ToFile ? ": " + Arguments.out + "\n" : ":\n\n");
  OS.flush();
  return writeOut(modelOf(All), Arguments.out) ? Status : ExitFailed;
}

} // namespace leasehold
