//===- Record.cpp - what the analysis of one unit left --------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Record.h"
#include "program/Untrusted.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace leasehold {
namespace {

using Json = nlohmann::json;

/// Numbers strings as they come.
class Table {
public:
  explicit Table(std::vector<std::string> &Strings) : Strings(Strings) {}
  uint32_t operator()(llvm::StringRef Text) {
    auto [It, New] = Numbers.try_emplace(Text, Strings.size());
    if (New)
      Strings.push_back(Text.str());
    return It->second;
  }

private:
  std::vector<std::string> &Strings;
  llvm::StringMap<uint32_t> Numbers;
};

template <typename Map> std::vector<const typename Map::value_type *> sorted(const Map &M) {
  std::vector<const typename Map::value_type *> Out;
  for (const auto &Each : M)
    Out.push_back(&Each);
  llvm::sort(Out, [](const auto *A, const auto *B) { return A->first() < B->first(); });
  return Out;
}

std::string hex(uint64_t N) { return llvm::utohexstr(N, /*LowerCase=*/true); }

Json json(const Location &L) { return Json::array({L.file, L.line, L.column, L.offset}); }

Location location(Untrusted &R, const Json &J) {
  return {R.text(R.item(J, 0)), R.number(R.item(J, 1)), R.number(R.item(J, 2)),
          R.number(R.item(J, 3)), ""};
}

Json json(const FileResult &F) {
  Json Found = Json::array();
  for (const Diagnostic &D : F.diagnostics) {
    Json Notes = Json::array();
    for (const DiagnosticNote &N : D.notes)
      Notes.push_back({json(N.at), N.message});
    Json Edits = Json::array();
    if (D.fix)
      for (const Edit &E : D.fix->edits)
        Edits.push_back({E.file, E.offset, E.length, E.text});
    Json Fix = D.fix ? Json{D.fix->title, D.fix->safe, Edits} : Json();
    Found.push_back({D.check, static_cast<unsigned>(D.level), json(D.at), D.message, Notes,
                     D.before, D.function, Fix});
  }
  Json Shapes = Json::array();
  for (const Shape &S : F.shapes)
    Shapes.push_back({S.what, S.name, S.reason, json(S.at)});
  return {{"file", F.file},           {"failure", F.failure}, {"analysed", F.analysed},
          {"functions", F.functions}, {"skipped", F.skipped}, {"over_budget", F.overBudget},
          {"diagnostics", Found},     {"shapes", Shapes},     {"silencing", F.silencing}};
}

FileResult fileResult(Untrusted &R, const Json &J) {
  FileResult F;
  F.file = R.text(R.at(J, "file"));
  F.failure = R.text(R.at(J, "failure"));
  F.analysed = R.at(J, "analysed") == Json(true);
  F.functions = R.number(R.at(J, "functions"));
  F.overBudget = R.number(R.at(J, "over_budget"));
  F.skipped = R.texts(R.at(J, "skipped"));
  for (const Json &Each : R.array(R.at(J, "diagnostics"))) {
    Diagnostic D;
    D.check = R.text(R.item(Each, 0));
    D.level = static_cast<Level>(R.number(R.item(Each, 1), 3));
    D.at = location(R, R.item(Each, 2));
    D.message = R.text(R.item(Each, 3));
    for (const Json &N : R.array(R.item(Each, 4)))
      D.notes.push_back({location(R, R.item(N, 0)), R.text(R.item(N, 1))});
    D.before = R.number(R.item(Each, 5), D.notes.size() + 1);
    D.function = R.text(R.item(Each, 6));
    if (const Json &Fix = R.item(Each, 7); !Fix.is_null()) {
      D.fix.emplace(R.text(R.item(Fix, 0)), R.truth(R.item(Fix, 1)));
      for (const Json &E : R.array(R.item(Fix, 2)))
        D.fix->edits.push_back({R.text(R.item(E, 0)), R.number(R.item(E, 1)),
                                R.number(R.item(E, 2)), R.text(R.item(E, 3))});
    }
    F.diagnostics.push_back(std::move(D));
  }
  for (const Json &Each : R.array(R.at(J, "silencing")))
    F.silencing.emplace_back(R.text(R.item(Each, 0)), R.number<uint64_t>(R.item(Each, 1)));
  for (const Json &Each : R.array(R.at(J, "shapes")))
    F.shapes.push_back({R.text(R.item(Each, 0)), R.text(R.item(Each, 1)), R.text(R.item(Each, 2)),
                        location(R, R.item(Each, 3))});
  return F;
}

} // namespace

std::vector<Record::Input> inputsOf(const SourceManager &SM) {
  std::vector<Record::Input> Out;
  for (auto It = SM.fileinfo_begin(); It != SM.fileinfo_end(); ++It) {
    auto Buffer = It->second->getBufferIfLoaded();
    if (!Buffer)
      continue;
    llvm::SmallString<256> Path(It->first.getName());
    SM.getFileManager().makeAbsolutePath(Path);
    Out.push_back({Path.str().str(), digest(Buffer->getBuffer())});
  }
  llvm::sort(Out, [](const auto &A, const auto &B) { return A.file < B.file; });
  return Out;
}

void Record::read(const std::vector<Input> &Also) {
  llvm::append_range(inputs, Also);
  llvm::sort(inputs, [](const Input &A, const Input &B) { return A.file < B.file; });
  auto Same = std::ranges::unique(inputs, {}, &Input::file);
  inputs.erase(Same.begin(), Same.end());
}

bool Record::holdsWith(const FactSource *Known) const {
  return llvm::all_of(wants, [&](const Want &W) {
    const FunctionFact *F = Known ? Known->find(strings[W.function]) : nullptr;
    return W.full == (F ? F->full : 0);
  });
}

bool Record::settledWith(const FactSource *Known) const {
  return (!Known || !concernedBy(*Known)) && llvm::all_of(wants, [&](const Want &W) {
           const FunctionFact *F = Known ? Known->find(strings[W.function]) : nullptr;
           return W.full == 0 || W.full == (F ? F->full : 0); // the witness is where it was
         });
}

bool Record::concernedBy(const FactSource &Known) const {
  return llvm::any_of(wants, [&](const Want &W) {
    const FunctionFact *F = Known.find(strings[W.function]);
    return W.meaning != (F ? F->meaning : 0) &&
           W.interest >= std::min(W.worth, F ? F->worth : Interest::Any);
  });
}

void fill(Record &R, const AnalysisResult &Found, const FactSource *Told) {
  Table Strings(R.strings);
  Table Effects(R.effects);
  Table Passings(R.passed);
  Passings(encode(Passed()));
  for (const auto *Each : sorted(Found.facts))
    R.says.push_back({Strings(Each->first()), Effects(encode(Each->second))});
  for (const auto *Each : sorted(Found.calls))
    for (const Call &C : Each->second)
      R.calls.push_back({Strings(Each->first()), Strings(C.callee), Strings(C.at.file), C.at.line,
                         C.at.column, Strings(C.at.text), C.inLoop, C.guarded,
                         Passings(encode(C.passed))});
  for (const auto *Each : sorted(Found.wanted)) {
    const FunctionFact *F = Told ? Told->find(Each->first()) : nullptr;
    R.wants.push_back({Strings(Each->first()), Each->second, F ? F->worth : Interest::Any,
                       F ? F->full : 0, F ? F->meaning : 0});
  }
}

std::string toJson(const Record &R) {
  Json Inputs = Json::array();
  for (const Record::Input &I : R.inputs)
    Inputs.push_back({I.file, hex(I.digest)});
  Json Says = Json::array();
  for (const auto &[Function, Effects] : R.says)
    Says.push_back({Function, Effects});
  Json Calls = Json::array();
  for (const auto &[Caller, Callee, File, Line, Column, Text, InLoop, Guarded, Passed] : R.calls)
    Calls.push_back(
        {Caller, Callee, File, Line, Column, Text, (InLoop ? 1 : 0) | (Guarded ? 2 : 0), Passed});
  Json Wants = Json::array();
  for (const auto &[Function, Interest, Worth, Full, Meaning] : R.wants) {
    Json Want{Function, static_cast<unsigned>(Interest)};
    if (Full) {
      Want.push_back(static_cast<unsigned>(Worth));
      Want.push_back(hex(Full));
      Want.push_back(hex(Meaning));
    }
    Wants.push_back(std::move(Want));
  }
  Json Occurring = Json::array();
  for (const ModelEntry &E : R.occurrences.found())
    Occurring.push_back({E.file, E.pointer});
  Json Hints = Json::array();
  for (const auto &[E, Hint] : R.occurrences.hints())
    Hints.push_back({E.file, E.pointer, Hint});
  const Json Out{{"inputs", Inputs},     {"result", json(R.result)}, {"strings", R.strings},
                 {"effects", R.effects}, {"passed", R.passed},       {"says", Says},
                 {"calls", Calls},       {"wants", Wants},           {"models", Occurring},
                 {"hints", Hints}};
  return Out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Record> recordFromJson(llvm::StringRef Text) {
  const Json J = Json::parse(Text.begin(), Text.end(), nullptr, /*allow_exceptions=*/false);
  Untrusted R;
  Record Out;
  for (const Json &Each : R.array(R.at(J, "inputs")))
    Out.inputs.push_back({R.text(R.item(Each, 0)), R.wide(R.item(Each, 1))});
  Out.result = fileResult(R, R.at(J, "result"));
  Out.strings = R.texts(R.at(J, "strings"));
  Out.effects = R.texts(R.at(J, "effects"));
  Out.passed = R.texts(R.at(J, "passed"));
  const size_t Strings = Out.strings.size();
  for (const Json &Each : R.array(R.at(J, "says")))
    Out.says.push_back(
        {R.number(R.item(Each, 0), Strings), R.number(R.item(Each, 1), Out.effects.size())});
  for (const Json &Each : R.array(R.at(J, "calls"))) {
    const uint32_t Flags = R.number(R.item(Each, 6), 4);
    Out.calls.push_back({R.number(R.item(Each, 0), Strings), R.number(R.item(Each, 1), Strings),
                         R.number(R.item(Each, 2), Strings), R.number(R.item(Each, 3)),
                         R.number(R.item(Each, 4)), R.number(R.item(Each, 5), Strings),
                         (Flags & 1) != 0, (Flags & 2) != 0,
                         R.number(R.item(Each, 7), Out.passed.size())});
  }
  for (const Json &Each : R.array(R.at(J, "wants"))) {
    Record::Want W;
    W.function = R.number(R.item(Each, 0), Strings);
    W.interest = static_cast<Interest>(R.number(R.item(Each, 1), 3));
    if (Each.is_array() && Each.size() > 2) {
      W.worth = static_cast<Interest>(R.number(R.item(Each, 2), 3));
      W.full = R.wide(R.item(Each, 3));
      W.meaning = R.wide(R.item(Each, 4));
    }
    Out.wants.push_back(W);
  }
  for (const Json &Each : R.array(R.at(J, "models")))
    Out.occurrences.add({R.text(R.item(Each, 0)), R.text(R.item(Each, 1))});
  for (const Json &Each : R.array(R.at(J, "hints")))
    Out.occurrences.hint({R.text(R.item(Each, 0)), R.text(R.item(Each, 1))},
                         R.text(R.item(Each, 2)));
  return R.ok ? std::optional(std::move(Out)) : std::nullopt;
}

} // namespace leasehold
