//===- Validate.cpp - leasehold models validate ---------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Progress.h"
#include "catalog/ModelReader.h"
#include "catalog/Names.h"
#include "models/Models.h"
#include "models/Schema.h"
#include "output/Report.h"
#include "program/Facts.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

namespace leasehold {

std::string placeInModel(llvm::StringRef File, llvm::StringRef Pointer, int Trust) {
  return (Trust > 0 ? shownPath(absolutePath(File)) : "the shipped model " + File.str()) + " at " +
         Pointer.str();
}

namespace {

/// Does an entry for `A` speak of calls that one for `B` speaks of, too?
bool overlap(const FunctionModel &A, const FunctionModel &B) {
  return A.name == B.name && (!A.params || !B.params || A.params == B.params) &&
         (A.receiver.empty() || B.receiver.empty() || A.receiver == B.receiver) &&
         (A.returning.empty() || B.returning.empty() || A.returning == B.returning);
}

/// Does all that `B` speaks of belong to `A`?
bool covers(const FunctionModel &A, const FunctionModel &B) {
  return A.name == B.name && (!A.params || A.params == B.params) &&
         (A.receiver.empty() || A.receiver == B.receiver) &&
         (A.returning.empty() || A.returning == B.returning);
}

bool sameEffects(Effects A, Effects B) {
  A.origin = B.origin = "";
  return encode(A) == encode(B);
}

class Validation {
public:
  Validation(llvm::raw_ostream &OS) : OS(OS) {}

  ModelSet models{ModelSet::shipped()};
  bool unreadable = false;

  /// Reads the file and says what is wrong in it.
  void file(const std::string &File);
  /// Those of files that were not asked for are left out.
  void problem(const ModelError &E, const std::string &Remedy) {
    if (Tally *T = tallyOf(E.file)) {
      ++T->problems;
      say(E, "", Remedy);
    }
  }
  /// A line for each file. True: nothing is wrong in any.
  bool sum();

private:
  struct Tally {
    std::string file;
    unsigned problems = 0, notes = 0;
    bool json = false;
  };
  Tally *tallyOf(llvm::StringRef File) {
    auto It = llvm::find_if(Files, [&](const Tally &T) { return T.file == File; });
    return It == Files.end() ? nullptr : &*It;
  }
  void say(const ModelError &E, const char *Kind, const std::string &Remedy);
  void note(const std::string &File, const std::string &Pointer, const std::string &What,
            const std::string &Remedy) {
    if (Tally *T = tallyOf(File))
      ++T->notes;
    say({File, Pointer, What}, "note: ", Remedy);
  }
  void entries(const std::string &File, const Json &J);
  void compare(const FunctionModel &F);
  void compare(const TypeModel &T);

  llvm::raw_ostream &OS;
  std::deque<Tally> Files;
};

void Validation::say(const ModelError &E, const char *Kind, const std::string &Remedy) {
  OS << E.file << ": " << (E.pointer.empty() ? "" : "at " + E.pointer + ": ") << Kind << E.reason
     << "\n";
  if (!Remedy.empty())
    OS << "  remedy: " << Remedy << "\n";
}

/// The value at a place, short; empty when there is none.
std::string valueAt(const Json &J, const std::string &Pointer) {
  if (Pointer.empty() || !llvm::StringRef(Pointer).starts_with("/"))
    return {};
  const Json *At = &J;
  llvm::SmallVector<llvm::StringRef, 8> Steps;
  llvm::StringRef(Pointer).drop_front().split(Steps, '/');
  for (llvm::StringRef Step : Steps) {
    size_t Index = 0;
    if (At->is_object() && At->contains(Step.str()))
      At = &At->at(Step.str());
    else if (At->is_array() && !Step.getAsInteger(10, Index) && Index < At->size())
      At = &At->at(Index);
    else
      return {};
  }
  std::string Text = At->dump(-1, ' ', false, Json::error_handler_t::replace);
  constexpr size_t Longest = 60;
  return Text.size() > Longest ? Text.substr(0, Longest) + "..." : Text;
}

/// What to do about an error of the reader's.
std::string remedyOf(const ModelError &E) {
  const auto [Outer, Key] = llvm::StringRef(E.pointer).rsplit('/');
  if (E.reason == "unknown key") {
    const PlaceInSchema Around = placeInSchema(Outer);
    const std::vector<std::string> Meant = likeliest(Key, Around.keys, 1);
    if (Meant.empty())
      return "the keys here are " + llvm::join(Around.keys, ", ") + "; " + E.remedy;
    const std::string Says = placeInSchema((Outer + "/" + Meant.front()).str()).description;
    return "is \"" + Meant.front() + "\" meant?" + (Says.empty() ? "" : " " + Says) + " " +
           "Otherwise " + E.remedy;
  }
  if (!E.remedy.empty())
    return E.remedy;
  const PlaceInSchema Here = placeInSchema(E.pointer);
  if (!Here.values.empty() && !llvm::StringRef(E.reason).starts_with("expected one of"))
    return "write one of " + llvm::join(Here.values, ", ");
  return (Here.description.empty() ? "" : Here.description + " ") + "See docs/models.md";
}

void Validation::compare(const FunctionModel &F) {
  for (const FunctionModel &Other : models.functions()) {
    if (&Other == &F) {
      // Those that follow compare themselves with this one.
      break;
    }
    const std::string Place = placeInModel(Other.file, Other.pointer, Other.trust);
    if (Other.file == F.file && covers(Other, F)) {
      problem({F.file, F.pointer,
               "contradiction: never used, since " + Other.pointer +
                   " speaks of the same calls of " + F.name},
              "keep one, or tell overloads apart with \"params\", \"receiver\" or \"returning\", "
              "the special one first");
      return;
    }
    if (Other.file != F.file && overlap(Other, F)) {
      const bool Same = sameEffects(Other.effects, F.effects);
      note(F.file, F.pointer,
           F.name + (Same ? " is described alike in " : " is described otherwise in ") + Place,
           Other.trust > 0 ? "keep one"
           : Same          ? "take it out, it is known"
                           : "none, if yours is meant to be used instead");
      return;
    }
    if (Other.trust == 0 && llvm::StringRef(F.name).ends_with("*") &&
        llvm::StringRef(Other.name).starts_with(llvm::StringRef(F.name).drop_back())) {
      note(F.file, F.pointer,
           "this pattern also stands for " + Other.name + ", which is in " + Place,
           "none, if yours is meant to be used instead of all that begins so");
      return;
    }
  }
}

void Validation::compare(const TypeModel &T) {
  for (const TypeModel &Other : models.types()) {
    if (&Other == &T)
      break;
    if (Other.name != T.name || Other.file == T.file)
      continue;
    note(T.file, T.pointer,
         T.name + " is described in " + placeInModel(Other.file, Other.pointer, Other.trust) +
             ", too",
         Other.trust > 0 ? "keep one" : "none, if yours is meant to be used instead");
    return;
  }
}

void Validation::entries(const std::string &File, const Json &J) {
  if (!J.contains("library"))
    note(File, "", "no \"library\": findings will name the file instead",
         "add \"library\": \"the library's name\"");
  for (const TypeModel &T : models.types())
    if (T.file == File)
      compare(T);
  for (const FunctionModel &F : models.functions())
    if (F.file == File) {
      compare(F);
      const Json &Entry = J.at(Json::json_pointer(F.pointer));
      if (Entry.size() ==
          1U + Entry.count("params") + Entry.count("receiver") + Entry.count("returning"))
        note(File, F.pointer, F.name + " is named, and nothing is said of it",
             "write \"no_effect\": true, if that is meant");
    }
}

bool Validation::sum() {
  auto Count = [](size_t N, const char *What) {
    return std::to_string(N) + " " + What + (N == 1 ? "" : "s");
  };
  bool Good = true;
  for (const Tally &T : Files) {
    Good &= T.problems == 0;
    if (!T.json)
      continue;
    auto IsOfIt = [&](const auto &Entry) { return Entry.file == T.file; };
    OS << T.file << ": " << Count(llvm::count_if(models.types(), IsOfIt), "type") << " and "
       << Count(llvm::count_if(models.functions(), IsOfIt), "function") << " can be used; "
       << (T.problems ? Count(T.problems, "problem") : "nothing is wrong")
       << (T.notes ? ", " + Count(T.notes, "note") : "") << "\n";
  }
  OS.flush();
  return Good;
}

void Validation::file(const std::string &File) {
  auto Text = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
  if (!Text) {
    complain(File + ": cannot be read: " + Text.getError().message());
    unreadable = true;
    return;
  }
  std::vector<ModelError> Twice; // said below
  const std::optional<Json> J = parseJson((*Text)->getBuffer(), File, Twice);
  Files.push_back({File, 0, 0, J.has_value()});
  for (ModelError E : models.add((*Text)->getBuffer(), File, /*Trust=*/1)) {
    const std::string Remedy = remedyOf(E);
    const std::string Value = J ? valueAt(*J, E.pointer) : "";
    if (!Value.empty() && llvm::StringRef(E.reason).starts_with("expected"))
      E.reason += ", not " + Value;
    problem(E, Remedy);
  }
  if (J && J->is_object())
    entries(File, *J);
}

/// Says which of the entries name nothing in the program. False: not all of it could be analysed.
bool compareWithProgram(const ProgramArguments &Arguments, Validation &All) {
  Program P;
  if (!open(Arguments, P))
    return false;
  DriverOptions Options;
  Options.analysis.models = &All.models;
  Options.resourceDir = P.resourceDir;
  Options.threads = Arguments.jobs;
  Options.maxRounds = 1;
  const DriverResult Result = runProgram(*P.database, P.files, Options, progressOnTerminal());
  for (const ModelError &E : Result.unusedModels)
    All.problem(E, E.remedy);
  return !complainOfFiles(Result) && !P.flawed;
}

} // namespace

int validateModels(const ProgramArguments &Arguments) {
  ProgramArguments Sources = Arguments;
  Sources.files.clear();
  // --models means the same here.
  std::vector<std::string> Models = std::exchange(Sources.models, {});
  for (const std::string &File : Arguments.files)
    (isCOrCxx(File) ? Sources.files : Models).push_back(File);
  if (Models.empty()) {
    complain("no model file is named, only source files");
    return ExitFailed;
  }
  Validation All(llvm::outs());
  llvm::StringSet<> Seen;
  for (const std::string &File : Models)
    if (Seen.insert(absolutePath(File)).second)
      All.file(File);
  const bool Whole = !ofProgram(Sources) || compareWithProgram(Sources, All);
  const bool Good = All.sum();
  if (All.unreadable || !Whole)
    return ExitFailed;
  return Good ? ExitClean : ExitFindings;
}

} // namespace leasehold
