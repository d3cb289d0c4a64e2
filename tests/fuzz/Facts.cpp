//===- Facts.cpp - fuzzes the readers of facts ----------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An input is a file of a unit or of a program, with its seal or without; each of its lines is
// read as every kind of line, too.
//
//===----------------------------------------------------------------------===//

#include "Fuzz.h"
#include "program/Link.h"
#include "program/Store.h"
#include "tests/EveryEffect.h"

namespace leasehold::fuzz {
namespace {

bool sameOptionals(const Effects &A, const Effects &B) {
  return A.same.has_value() == B.same.has_value() && A.sql.has_value() == B.sql.has_value() &&
         A.autocommit.has_value() == B.autocommit.has_value() &&
         A.blocks.has_value() == B.blocks.has_value() &&
         (!A.blocks || A.blocks->duration.has_value() == B.blocks->duration.has_value()) &&
         A.handle == B.handle && A.handlersOf == B.handlersOf && A.constant == B.constant;
}

void effects(llvm::StringRef Line) {
  if (const std::optional<Effects> E = decode(Line)) {
    const std::string Text = encode(*E);
    const std::optional<Effects> Again = decode(Text);
    require(Again && encode(*Again) == Text && sameOptionals(*E, *Again),
            "effects are read as they were written");
    const FunctionFact Fact = makeFact(*E);
    require(Fact.full != 0 && Fact.meaning != 0 && Fact.full == makeFact(*Again).full,
            "effects have digests");
    (void)encode(exported(*E));
  }
  if (const std::optional<Passed> P = decodePassed(Line)) {
    const std::string Text = encode(*P);
    const std::optional<Passed> Again = decodePassed(Text);
    require(Again && encode(*Again) == Text && Again->object == P->object &&
                Again->pools == P->pools,
            "what is passed is read as it was written");
  }
}

/// What a link of these records knows is what the file of it says.
void link(const std::vector<Record> &Records) {
  Link L;
  for (unsigned I = 0; I < Records.size(); ++I)
    L.set(I, Records[I]);
  L.join();
  const std::string File = path("program.facts");
  require(!writeSealed(File, ProgramKind, "v", L.text()), "a program's facts are written");
  std::string Problem;
  const auto Program = ProgramFacts::open(File, Problem);
  require(Program && Problem.empty(), "a program's facts are read");
  for (const Record &R : Records) {
    (void)R.holdsWith(&L);
    (void)R.settledWith(&L);
    (void)R.concernedBy(*Program);
    for (const Record::Says &S : R.says) {
      const std::string &Name = R.strings[S.function];
      if (Name.find_first_of("\t\n") != std::string::npos)
        continue; // no function has such a name
      const FunctionFact *Known = L.find(Name);
      const FunctionFact *Written = Program->find(Name);
      require(!Known == !Written && (!Known || Known->full == Written->full),
              "what is known of a function is in the program's file");
    }
  }
}

} // namespace

void read(llvm::StringRef Input) {
  // With whatever seal it has.
  const std::string File = path("unit.facts");
  write(File, Input);
  for (llvm::StringRef Kind : {UnitKind, ProgramKind}) {
    const Sealed S = readSealed(File, Kind, "");
    require(S.problem.empty() || (S.body.empty() && S.problem.find(File) != std::string::npos),
            "what is refused is told why");
  }
  // And with the right one.
  const llvm::StringRef Body = Input.starts_with("leasehold ") ? Input.split('\n').second : Input;
  require(!writeSealed(File, UnitKind, "v", Body), "a unit's facts are written");
  std::string Problem;
  const std::vector<Record> Records = loadUnit(File, "v", nullptr, Problem);
  require(Problem.empty() || Records.empty(), "all of a file is taken, or nothing");
  require(Problem.empty() || Problem.find(File) != std::string::npos,
          "what is refused is told why");
  if (!Records.empty()) {
    std::vector<const Record *> All;
    for (const Record &R : Records)
      All.push_back(&R);
    require(!saveUnit(File, "v", All), "a unit's facts are written");
    const std::string Once = contents(File);
    const std::vector<Record> Again = loadUnit(File, "v", nullptr, Problem);
    require(Problem.empty() && Again.size() == Records.size(),
            "a unit's facts are read as they were written");
    All.clear();
    for (const Record &R : Again)
      All.push_back(&R);
    require(!saveUnit(File, "v", All) && contents(File) == Once,
            "a unit's facts are written as they were read");
    link(Records);
    for (const Record &R : Records)
      for (const std::string &E : R.effects)
        effects(E);
  }
  for (llvm::StringRef Rest = Body; !Rest.empty();) {
    auto [Line, After] = Rest.split('\n');
    Rest = After;
    effects(Line);
    if (const size_t Tab = Line.find('\t'); Tab != llvm::StringRef::npos)
      effects(Line.drop_front(Tab + 1));
  }
  // As a program's, whatever order its lines have.
  require(!writeSealed(File, ProgramKind, "v", Body), "a program's facts are written");
  if (const auto Program = ProgramFacts::open(File, Problem))
    for (llvm::StringRef Name :
         {Body.split('\t').first, Body.rsplit('\n').second, Body.take_front(1)})
      (void)Program->find(Name);
}

std::vector<std::string> seeds() {
  // What run.sh adds is what leasehold itself wrote; here is what no program has all of.
  const Effects E = test::everyEffect();
  Passed P;
  P.object = E.takes.front().pool;
  P.pools = {{1, P.object}};
  Record R;
  R.strings = {"c:@F@f#", "c:@F@g#", "f.cpp", "g();"};
  R.effects = {encode(E), encode(Effects{})};
  R.passed = {encode(Passed{}), encode(P)};
  R.says = {{0, 1}, {1, 0}};
  R.calls = {{0, 1, 2, 3, 4, 3, true, false, 1}};
  R.wants = {{1, Interest::Effects, Interest::Any, 1, 2}};
  R.inputs = {{"f.cpp", 7}};
  R.occurrences.add({"m.json", "/functions/0"});
  R.occurrences.hint({"m.json", "/functions/1"}, "is it this?");
  Diagnostic D;
  D.check = "leasehold-slow-call";
  D.message = "held";
  D.notes = {{{"f.cpp", 1, 2, 3, ""}, "acquired here"}};
  D.fix.emplace("take it out", true);
  D.fix->edits = {{"f.cpp", 3, 4, "g"}};
  R.result.file = "f.cpp";
  R.result.diagnostics = {D};
  R.result.shapes = {{"pool", "Pool", "it hands out", {"f.cpp", 1, 2, 3, ""}}};
  R.result.silencing = {{"f.cpp", 9}};
  return {encode(E), encode(P), toJson(R), "c:@F@f#\t" + encode(E) + "\nc:@F@g#\t{}\n",
          "leasehold unit 3 v 0123456789abcdef\n" + toJson(R) + "\n" + toJson(R) + "\n"};
}

} // namespace leasehold::fuzz
