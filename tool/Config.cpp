//===- Config.cpp - .leasehold.json: what holds for which paths -----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Config.h"
#include "catalog/ModelReader.h"
#include "output/Report.h"
#include "program/Fingerprint.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace leasehold {
namespace {

namespace path = llvm::sys::path;

std::string checkList(Reader &R, const Json &V, const std::string &At) {
  std::string List = R.string(V, At);
  const Globs Given(List);
  for (const Globs::Pattern &P : Given.patterns())
    if (llvm::none_of(allRules(),
                      [&](const Rule &Each) { return Globs::matches(P.text, Each.name); }))
      R.error(At, "no check matches '" + P.text + "'; `leasehold list-checks` lists them");
  return List;
}

std::vector<std::string> strings(Reader &R, const Json &V, const std::string &At) {
  std::vector<std::string> Out;
  if (!V.is_array())
    R.error(At, "expected an array of strings");
  for (size_t I = 0; V.is_array() && I < V.size(); ++I)
    Out.push_back(R.string(V[I], At + "/" + std::to_string(I)));
  return Out;
}

/// What may be said of all files and of some.
bool readPath(Reader &R, llvm::StringRef Key, const Json &V, const std::string &At,
              Config::Path &Into) {
  if (Key == "checks")
    Into.checks = checkList(R, V, At);
  else if (Key == "level")
    Into.level = R.choice<Level>(
        V, At, {{"bug", Level::Bug}, {"risk", Level::Risk}, {"style", Level::Style}});
  else
    return false;
  return true;
}

void readConfig(llvm::StringRef Text, Config &C, std::vector<ModelError> &Errors) {
  const std::optional<Json> J = parseJson(Text, C.file, Errors);
  if (!J)
    return;
  Reader R(C.file, Errors, "docs/adoption.md");
  for (const char *Glob : defaultTests())
    C.tests.emplace_back(Glob);
  R.object(*J, "", [&](llvm::StringRef Key, const Json &V, const std::string &At) {
    if (Key == "min_slow_ms") {
      if (V.is_number() && V.get<double>() >= 0)
        C.minSlowMs = V.get<double>();
      else
        R.error(At, "expected a number of milliseconds, from 0");
    } else if (Key == "repositories") {
      C.repositories = R.string(V, At);
    } else if (Key == "models") {
      for (const std::string &Model : strings(R, V, At)) {
        llvm::SmallString<256> Absolute(path::is_absolute(Model) ? "" : C.directory);
        path::append(Absolute, Model);
        path::remove_dots(Absolute, /*remove_dot_dot=*/true);
        C.models.push_back(Absolute.str().str());
      }
    } else if (Key == "tests") {
      C.tests = strings(R, V, At);
    } else if (Key == "paths") {
      if (!V.is_array()) {
        R.error(At, "expected an array");
        return true;
      }
      for (size_t I = 0; I < V.size(); ++I) {
        Config::Path P;
        const std::string Place = At + "/" + std::to_string(I);
        R.object(V[I], Place, [&](llvm::StringRef Inner, const Json &Value, const std::string &In) {
          if (Inner == "glob")
            P.glob = R.string(Value, In);
          else if (Inner == "quiet")
            P.quiet = R.boolean(Value, In);
          else
            return readPath(R, Inner, Value, In, P);
          return true;
        });
        if (V[I].is_object() && !V[I].contains("glob"))
          R.error(Place, "lacks \"glob\": the paths that this is about");
        C.paths.push_back(std::move(P));
      }
    } else {
      return Key == "$schema" || readPath(R, Key, V, At, C.all);
    }
    return true;
  });
}

} // namespace

uint64_t nanoseconds(double Milliseconds) {
  constexpr double Most = 1e19;
  return static_cast<uint64_t>(std::min(Most, Milliseconds * 1e6));
}

llvm::ArrayRef<const char *> defaultTests() {
  static const char *const Globs[] = {"test/*",       "tests/*",   "*/test/*",
                                      "*/tests/*",    "*_test.*",  "*_tests.*",
                                      "*_unittest.*", "*Test.cpp", "*Tests.cpp"};
  return Globs;
}

const Config *Configs::above(llvm::StringRef File) {
  llvm::SmallVector<llvm::StringRef, 16> Passed;
  const Config *Holds = nullptr;
  for (llvm::StringRef Up = path::parent_path(File); !Up.empty(); Up = path::parent_path(Up)) {
    if (auto It = ByDirectory.find(Up); It != ByDirectory.end()) {
      Holds = It->second;
      break;
    }
    Passed.push_back(Up);
    llvm::SmallString<256> Candidate(Up);
    path::append(Candidate, FileName);
    if (!llvm::sys::fs::exists(Candidate))
      continue;
    auto C = std::make_unique<Config>();
    C->file = Candidate.str().str();
    C->directory = Up.str();
    if (auto Text = llvm::MemoryBuffer::getFile(Candidate, /*IsText=*/true))
      readConfig((*Text)->getBuffer(), *C, errors);
    else
      errors.push_back({C->file, "", "cannot be read: " + Text.getError().message()});
    Holds = Found.emplace_back(std::move(C)).get();
    break;
  }
  for (llvm::StringRef Directory : Passed)
    ByDirectory[Directory] = Holds;
  return Holds;
}

void Configs::load(llvm::ArrayRef<std::string> Files) {
  for (const std::string &File : Files)
    (void)above(File);
}

Settings Configs::of(llvm::StringRef File, llvm::StringRef Root) {
  Settings Out;
  const Config *C = above(File);
  const std::string Below = pathBelow(C ? llvm::StringRef(C->directory) : Root, File);
  auto Matches = [&](llvm::StringRef Glob) { return Globs::matches(Glob, Below); };
  // A file from elsewhere is not told by the directories that this program happens to be in.
  if (!path::is_absolute(Below) &&
      (C ? llvm::any_of(C->tests, Matches) : llvm::any_of(defaultTests(), Matches)))
    Out.quiet = Settings::QuietTest;
  if (!C)
    return Out;
  auto Take = [&](const Config::Path &P) {
    Out.checks = P.checks.value_or(Out.checks);
    Out.level = P.level.value_or(Out.level);
    if (P.quiet)
      Out.quiet = *P.quiet ? Settings::Quiet : Settings::Shown;
  };
  Take(C->all);
  for (const Config::Path &P : C->paths)
    if (Matches(P.glob))
      Take(P);
  return Out;
}

std::vector<std::string> Configs::models() const {
  std::vector<std::string> Out;
  for (const auto &C : Found)
    for (const std::string &Model : C->models)
      if (!llvm::is_contained(Out, Model))
        Out.push_back(Model);
  return Out;
}

template <typename T>
std::optional<T> Configs::agreed(std::optional<T> Config::*Member, const char *Key) {
  const Config *First = nullptr;
  for (const auto &C : Found) {
    if (!((*C).*Member))
      continue;
    if (!First)
      First = C.get();
    else if ((*First).*Member != (*C).*Member)
      errors.push_back({C->file, std::string("/") + Key,
                        "another value than in " + First->file +
                            "; it holds for the whole program, so say it in one place"});
  }
  return First ? (*First).*Member : std::nullopt;
}

std::optional<double> Configs::minSlowMs() { return agreed(&Config::minSlowMs, "min_slow_ms"); }
std::optional<std::string> Configs::repositories() {
  return agreed(&Config::repositories, "repositories");
}

Level Configs::lowestLevel() const {
  // Where none holds, or none says it, it is this.
  Level Lowest = Level::Risk;
  for (const auto &C : Found) {
    Lowest = std::max(Lowest, C->all.level.value_or(Lowest));
    for (const Config::Path &P : C->paths)
      Lowest = std::max(Lowest, P.level.value_or(Lowest));
  }
  return Lowest;
}

} // namespace leasehold
