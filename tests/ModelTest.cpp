//===- ModelTest.cpp - reading model files --------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "catalog/Model.h"
#include "InProcess.h"
#include "TestPaths.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/MemoryBuffer.h"
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

using Strings = std::vector<std::string>;

Strings words(const std::vector<ModelError> &Errors) {
  Strings Result;
  for (const ModelError &E : Errors)
    Result.push_back(E.str());
  return Result;
}

Strings errorsOf(llvm::StringRef Text) {
  ModelSet Set;
  return words(Set.add(Text, "acme.json", 1));
}

/// The errors of a model with one function.
Strings functionErrors(const std::string &Members) {
  return errorsOf(R"({"library": "acme", "functions": [{"name": "acme::f")" + Members + "}]}");
}

Strings typeErrors(const std::string &Members) {
  return errorsOf(R"({"library": "acme", "types": [{"name": "acme::T")" + Members + "}]}");
}

const Effects *effects(const ModelSet &Set, llvm::StringRef Name) {
  llvm::SmallVector<const FunctionModel *, 4> Found;
  Set.findFunctions(Name, Found);
  return Found.empty() ? nullptr : &Found.front()->effects;
}

std::string fileText(const std::string &Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Buffer) {
    ADD_FAILURE() << Path << ": " << Buffer.getError().message();
    return {};
  }
  return (*Buffer)->getBuffer().str();
}

TEST(Model, ShippedModelsLoad) {
  std::set<std::string> Libraries;
  for (const EmbeddedModel &M : embeddedModels()) {
    ModelSet Set;
    EXPECT_EQ(words(Set.add(M.text, M.name, 0)), Strings{}) << M.name;
    ModelSet AsUsers; // whose keys are watched
    EXPECT_EQ(words(AsUsers.add(M.text, M.name, 1)), Strings{}) << M.name;
    ASSERT_EQ(Set.libraries().size(), 1U) << M.name;
    EXPECT_TRUE(Libraries.insert(Set.libraries().front()).second)
        << Set.libraries().front() << " twice, the second time in " << M.name;
    EXPECT_GT(Set.functions().size() + Set.types().size(), 0U) << M.name;
    EXPECT_EQ(fileText(SourceDirectory + "/checks/catalog/libraries/" + M.name), M.text)
        << M.name << " is embedded as it is";
  }
  for (const char *File :
       {"libpqxx", "libpq", "soci", "sqlite", "sqlitecpp", "mysql", "qtsql", "pocodata", "mongoc",
        "hiredis", "std", "posix", "boost", "curl", "httplib", "qt", "poco", "tbb", "websocketpp"})
    EXPECT_TRUE(llvm::any_of(embeddedModels(), [&](const EmbeddedModel &M) {
      return llvm::StringRef(M.name) == std::string(File) + ".json";
    })) << File;
}

TEST(Model, ShippedModelsGoTogether) {
  const ModelSet &Set = ModelSet::shipped();
  EXPECT_EQ(Set.libraries().size(), embeddedModels().size());
  // Of two descriptions of one class the last would win: nobody means that.
  std::map<std::string, std::string> Types;
  for (const TypeModel &T : Set.types()) {
    auto [It, New] = Types.try_emplace(T.name, T.file);
    EXPECT_TRUE(New) << T.name << " in " << It->second << " and in " << T.file;
  }
  for (const FunctionModel &F : Set.functions()) {
    EXPECT_EQ(F.effects.origin.substr(0, 6), "model ") << F.name;
    EXPECT_EQ(F.trust, 0) << F.name;
  }
}

TEST(Model, TheGuidesExamplesLoad) {
  std::string Guide = fileText(SourceDirectory + "/docs/models.md");
  llvm::StringRef Rest = Guide;
  unsigned Examples = 0;
  for (;;) {
    Rest = Rest.split("```json\n").second;
    if (Rest.empty())
      break;
    llvm::StringRef Example = Rest.split("\n```").first;
    EXPECT_EQ(errorsOf(Example), Strings{}) << Example.str();
    ++Examples;
  }
  EXPECT_GE(Examples, 1U);
}

TEST(Model, MalformedJsonNamesTheLine) {
  const std::string Remedy =
      "; look for a comma, quote or bracket too many or too few, or for a comment";
  EXPECT_EQ(
      errorsOf("{\n  \"library\": \"acme\",\n  \"functions\": [\n    { \"name\": }\n  ]\n}\n"),
      Strings{"acme.json: not valid JSON near line 4" + Remedy});
  EXPECT_EQ(errorsOf("{\n  \"library\": \"acme\",\n}\n"),
            Strings{"acme.json: not valid JSON near line 3" + Remedy});
  EXPECT_EQ(errorsOf(""), Strings{"acme.json: not valid JSON near line 1" + Remedy});
  EXPECT_EQ(errorsOf("library: acme"), Strings{"acme.json: not valid JSON near line 1" + Remedy});
}

TEST(Model, WhatIsNestedTooDeepIsAnError) {
  const std::string Why =
      "acme.json: nested more than 100 levels deep; nothing in such a file needs as many";
  auto Nested = [](size_t Levels) {
    return R"({"about": )" + std::string(Levels, '[') + std::string(Levels, ']') + "}";
  };
  EXPECT_EQ(errorsOf(Nested(90)), Strings{});
  EXPECT_EQ(errorsOf(Nested(101)), Strings{Why});
  EXPECT_EQ(errorsOf(Nested(200'000)), Strings{Why});
}

TEST(Model, NumbersThatDoNotFitAreErrors) {
  EXPECT_EQ(typeErrors(R"(, "role": "options", "settings": [
                {"option": "size", "field": "f", "never": 18446744073709551615}])"),
            Strings{"acme.json: at /types/0/settings/0/never: expected a whole number"});
  EXPECT_EQ(functionErrors(R"(, "blocks": {"kind": "wait", "unless": [
                {"param": 0, "equals": 9223372036854775808}]})"),
            Strings{"acme.json: at /functions/0/blocks/unless/0/equals: expected a whole number"});
}

TEST(Model, UnknownKeysAreErrors) {
  const std::string Why = ": unknown key; see docs/models.md for the keys";
  EXPECT_EQ(errorsOf(R"({"library": "acme", "function": []})"),
            Strings{"acme.json: at /function" + Why});
  EXPECT_EQ(functionErrors(R"(, "relases": 0)"),
            Strings{"acme.json: at /functions/0/relases" + Why});
  EXPECT_EQ(functionErrors(R"(, "acquires": {"too": "return"})"),
            Strings{"acme.json: at /functions/0/acquires/too" + Why});
  EXPECT_EQ(functionErrors(R"(, "blocks": {"kind": "sleep", "duration": {"seconds": 1}})"),
            Strings{"acme.json: at /functions/0/blocks/duration/seconds" + Why});
  EXPECT_EQ(typeErrors(R"(, "role": "pool", "opened": "constructor")"),
            Strings{"acme.json: at /types/0/opened" + Why});
}

TEST(Model, WrongTypesAreErrors) {
  EXPECT_EQ(errorsOf("[]"), Strings{"acme.json: expected an object"});
  EXPECT_EQ(errorsOf(R"({"library": 7})"), Strings{"acme.json: at /library: expected a string"});
  EXPECT_EQ(errorsOf(R"({"library": "acme", "functions": {}})"),
            Strings{"acme.json: at /functions: expected an array"});
  EXPECT_EQ(errorsOf(R"({"library": "acme", "types": ["acme::T"]})").front(),
            "acme.json: at /types/0: expected an object");
  EXPECT_EQ(
      functionErrors(R"(, "releases": true)"),
      Strings{"acme.json: at /functions/0/releases: expected a parameter's index, \"this\" or "
              "\"return\""});
  EXPECT_EQ(functionErrors(R"(, "releases": [0, "that"])"),
            Strings{"acme.json: at /functions/0/releases/1: expected a parameter's index, \"this\" "
                    "or \"return\""});
  EXPECT_EQ(functionErrors(R"(, "releases": -1)").size(), 1U);
  EXPECT_EQ(functionErrors(R"(, "releases": 64)").size(), 1U);
  EXPECT_EQ(functionErrors(R"(, "params": "2")"),
            Strings{"acme.json: at /functions/0/params: expected a parameter's index, from 0"});
  EXPECT_EQ(functionErrors(R"(, "no_effect": 1)").front(),
            "acme.json: at /functions/0/no_effect: expected true or false");
  EXPECT_EQ(
      functionErrors(R"(, "acquires": {"owned": "mine"})"),
      Strings{"acme.json: at /functions/0/acquires/owned: expected one of \"raw\", \"guard\""});
  EXPECT_EQ(functionErrors(R"(, "blocks": {"kind": "naps"})"),
            Strings{"acme.json: at /functions/0/blocks/kind: unknown kind of blocking"});
  EXPECT_EQ(functionErrors(R"(, "blocks": {"what": "naps"})"),
            Strings{"acme.json: at /functions/0/blocks: \"blocks\" needs a \"kind\""});
  EXPECT_EQ(functionErrors(R"(, "throws": [1])"),
            Strings{"acme.json: at /functions/0/throws/0: expected a string"});
}

TEST(Model, WhatIsMissingIsAnError) {
  EXPECT_EQ(errorsOf(R"({"library": "acme", "functions": [{"releases": 0}]})"),
            Strings{"acme.json: at /functions/0: a function needs a \"name\""});
  EXPECT_EQ(typeErrors(""), Strings{"acme.json: at /types/0: a type needs a \"role\""});
  EXPECT_EQ(errorsOf(R"({"library": "acme", "types": [{"role": "pool"}]})"),
            Strings{"acme.json: at /types/0: a type needs a \"name\""});
}

TEST(Model, ContradictionsAreErrors) {
  const std::string At = "acme.json: at /functions/0: ";
  EXPECT_EQ(
      functionErrors(R"(, "releases": [1, 0], "keeps": 0)"),
      Strings{At + "contradiction: the same slot is released and kept; keep the key that is true"});
  EXPECT_EQ(
      functionErrors(R"(, "releases": 0, "acquires": {"to": 0})"),
      Strings{At +
              "contradiction: the same slot is acquired and released; keep the key that is true"});
  EXPECT_EQ(functionErrors(R"(, "releases": "this", "acquires": {"to": "this"})"), Strings{})
      << "reopen() is both";
  EXPECT_EQ(functionErrors(R"(, "no_effect": true, "releases": 0)"),
            Strings{At + "contradiction: \"no_effect\" beside effects; take one of them out"});
  EXPECT_EQ(
      functionErrors(
          R"(, "no_effect": true, "params": 2, "receiver": "acme::T", "returning": "acme::R")"),
      Strings{});
  EXPECT_EQ(functionErrors(R"(, "derives_to": 1)"),
            Strings{At + "\"derives_to\" needs \"derives\""});
  EXPECT_EQ(functionErrors(R"(, "tells_server": true)"),
            Strings{At + "\"tells_server\" needs \"frees\""});
  EXPECT_EQ(functionErrors(R"(, "cuts_off": true)"),
            Strings{At + "\"cuts_off\" needs \"releases\""});
  EXPECT_EQ(typeErrors(R"(, "role": "session", "on_destroy": "rollback")"),
            Strings{"acme.json: at /types/0: contradiction: only a transaction or a guard rolls "
                    "back or commits when destroyed; make it one of these, or let its destructor "
                    "release or do nothing"});
  EXPECT_EQ(
      errorsOf(R"({"library": "acme", "types": [
                         {"name": "acme::T", "role": "session"},
                         {"name": "acme::T", "role": "pool"}]})"),
      Strings{"acme.json: at /types/1: contradiction: acme::T is described twice in this file "
              "(also at /types/0); keep one"});
}

TEST(Model, AKeyThatIsThereTwiceIsAnError) {
  ModelSet Set;
  EXPECT_EQ(
      words(Set.add(R"({"library": "acme", "functions": [
                        {"name": "acme::f", "acquires": {"to": 0}},
                        {"name": "acme::g", "acquires": {"to": 0, "owned": "raw", "to": 1}},
                        {"name": "acme::h", "sql": {"on": 0, "text": 1}}], "library": "acme"})",
                    "acme.json", 1)),
      (Strings{"acme.json: at /functions/1/acquires/to: contradiction: this key is here twice; "
               "keep one",
               "acme.json: at /library: contradiction: this key is here twice; keep one"}));
  EXPECT_NE(effects(Set, "acme::f"), nullptr);
  EXPECT_EQ(effects(Set, "acme::g"), nullptr) << "which of the two is meant?";
  EXPECT_NE(effects(Set, "acme::h"), nullptr);
}

TEST(Model, TheGoodEntriesOfABadFileAreTaken) {
  ModelSet Set;
  EXPECT_EQ(Set.add(R"({"library": "acme", "functions": [
                        {"name": "acme::bad", "releases": true},
                        {"name": "acme::good", "releases": 1}],
                        "types": [{"name": "acme::Bad"}, {"name": "acme::Good", "role": "pool"}]})",
                    "acme.json", 1)
                .size(),
            2U);
  EXPECT_EQ(effects(Set, "acme::bad"), nullptr);
  ASSERT_NE(effects(Set, "acme::good"), nullptr);
  EXPECT_EQ(effects(Set, "acme::good")->releases, std::vector<Slot>{Slot::param(1)});
  EXPECT_EQ(effects(Set, "acme::good")->origin, "model acme");
  EXPECT_EQ(Set.findType("acme::Bad"), nullptr);
  ASSERT_NE(Set.findType("acme::Good"), nullptr);
  EXPECT_EQ(Set.findType("acme::Good")->traits.role, Role::Pool);
}

TEST(Model, EveryEffectIsRead) {
  ModelSet Set;
  EXPECT_EQ(words(Set.add(
                R"({"library": "acme", "functions": [{
      "name": "acme::f", "params": 3, "receiver": "acme::T", "returning": "acme::R",
      "acquires": {"to": 1, "from": "this", "owned": "guard", "pooled": false,
                   "on_failure": "held", "status": "zero_is_ok", "held": "in_transaction"},
      "releases": 0, "keeps": [2], "returns_same": {"as": 2, "or_null": true},
      "derives": 0, "derives_to": 2, "begins": 0, "commits": "this", "rolls_back": 1,
      "writes": 0, "reads": 1, "autocommit": {"of": 0, "param": 1},
      "tells_alive": {"of": 0, "status": "zero_is_ok"}, "sql": {"on": 0, "text": 1},
      "blocks": {"kind": "network", "what": "calls home", "loop": true,
                 "duration": {"param": 1, "unit": "ms"},
                 "unless": [{"param": 2, "bits": 64, "name": "MSG_DONTWAIT"},
                            {"param": 1, "equals": 0}, {"made_from": ":"}]},
      "when": {"param": 0, "equals": 2, "name": "SESSION"}, "release_status": "nonzero_is_ok",
      "ignores": 1, "frees": 0, "tells_server": true, "frees_all": 2, "cuts_off": true,
      "websocket_read": true, "background": [0, "this"], "background_rest": true,
      "handle": "return", "joins": "this", "detaches": 0, "handler": 1, "invokes": 2,
      "throws": ["acme::error", "std::exception"]}]})",
                "acme.json", 1)),
            Strings{});
  llvm::SmallVector<const FunctionModel *, 1> Found;
  Set.findFunctions("acme::f", Found);
  ASSERT_EQ(Found.size(), 1U);
  EXPECT_EQ(Found[0]->params, 3U);
  EXPECT_EQ(Found[0]->receiver, "acme::T");
  EXPECT_EQ(Found[0]->returning, "acme::R");
  const Effects &E = Found[0]->effects;
  ASSERT_EQ(E.acquires.size(), 1U);
  EXPECT_EQ(E.acquires[0].to, Slot::param(1));
  EXPECT_EQ(E.acquires[0].from, Slot::self());
  EXPECT_TRUE(E.acquires[0].guarded);
  EXPECT_FALSE(E.acquires[0].pooled);
  EXPECT_EQ(E.acquires[0].failure, Acquire::Failure::Held);
  EXPECT_EQ(E.acquires[0].status, Acquire::Status::ZeroIsOk);
  EXPECT_EQ(E.acquires[0].held, Held::InTransaction);
  EXPECT_EQ(E.releases, std::vector<Slot>{Slot::param(0)});
  EXPECT_EQ(E.refusal, Refusal::IfZero);
  EXPECT_EQ(E.when, (Unless{0, std::nullopt, 2, {}}));
  EXPECT_EQ(E.ignores, std::vector<Slot>{Slot::param(1)});
  EXPECT_EQ(E.frees, std::vector<Slot>{Slot::param(0)});
  EXPECT_TRUE(E.tellsServer);
  EXPECT_EQ(E.freesAll, std::vector<Slot>{Slot::param(2)});
  EXPECT_TRUE(E.cutsOff);
  EXPECT_EQ(E.keeps, std::vector<Slot>{Slot::param(2)});
  ASSERT_TRUE(E.same);
  EXPECT_EQ(E.same->as, Slot::param(2));
  EXPECT_TRUE(E.same->orNull);
  ASSERT_EQ(E.derives.size(), 1U);
  EXPECT_EQ(E.derives[0].from, Slot::param(0));
  EXPECT_EQ(E.derives[0].to, Slot::param(2));
  EXPECT_EQ(E.txn.size(), 5U);
  EXPECT_TRUE(llvm::is_contained(E.txn, TxnEffect{TxnEffect::Begin, Slot::param(0), true}));
  EXPECT_TRUE(llvm::is_contained(E.txn, TxnEffect{TxnEffect::Commit, Slot::self(), true}));
  EXPECT_TRUE(llvm::is_contained(E.txn, TxnEffect{TxnEffect::Rollback, Slot::param(1), true}));
  EXPECT_TRUE(llvm::is_contained(E.txn, TxnEffect{TxnEffect::Write, Slot::param(0), true}));
  EXPECT_TRUE(llvm::is_contained(E.txn, TxnEffect{TxnEffect::Read, Slot::param(1), true}));
  ASSERT_TRUE(E.autocommit);
  EXPECT_EQ(E.autocommit->param, 1U);
  ASSERT_TRUE(E.alive);
  EXPECT_EQ(E.alive->of, Slot::param(0));
  EXPECT_FALSE(E.alive->nonzero);
  ASSERT_TRUE(E.sql);
  EXPECT_EQ(E.sql->text, 1U);
  ASSERT_TRUE(E.blocks);
  EXPECT_EQ(E.blocks->kind, "network");
  EXPECT_EQ(E.blocks->what, "calls home");
  EXPECT_TRUE(E.blocks->onlyInLoop);
  EXPECT_TRUE(E.blocks->websocketRead);
  ASSERT_TRUE(E.blocks->duration);
  EXPECT_EQ(E.blocks->duration->nsPerUnit, 1000000U);
  EXPECT_EQ(E.blocks->unless, (std::vector<Unless>{{2, 64, std::nullopt, {}},
                                                   {1, std::nullopt, 0, {}},
                                                   {0, std::nullopt, std::nullopt, ":"}}));
  EXPECT_EQ(E.background, (std::vector<Slot>{Slot::param(0), Slot::self()}));
  EXPECT_TRUE(E.backgroundRest);
  EXPECT_EQ(E.handle, Slot::result());
  EXPECT_EQ(E.joins, std::vector<Slot>{Slot::self()});
  EXPECT_EQ(E.detaches, std::vector<Slot>{Slot::param(0)});
  EXPECT_EQ(E.handlers, std::vector<Slot>{Slot::param(1)});
  EXPECT_EQ(E.invokes, std::vector<Slot>{Slot::param(2)});
  EXPECT_EQ(E.throws, (Strings{"acme::error", "std::exception"}));
  EXPECT_TRUE(E.borrowsArguments);
}

TEST(Model, DefaultsOfATypeFollowFromItsRole) {
  ModelSet Set;
  EXPECT_EQ(words(Set.add(R"({"library": "acme", "types": [
      {"name": "Guard", "role": "guard"},
      {"name": "Opened", "role": "session", "opens": "constructor"},
      {"name": "Handle", "role": "session"},
      {"name": "Ends", "role": "guard", "on_destroy": "rollback"},
      {"name": "Odd", "role": "guard", "on_destroy": "nothing"}]})",
                          "acme.json", 1)),
            Strings{});
  EXPECT_EQ(Set.findType("Guard")->traits.onDestroy, OnDestroy::Release);
  EXPECT_EQ(Set.findType("Opened")->traits.onDestroy, OnDestroy::Release);
  EXPECT_EQ(Set.findType("Handle")->traits.onDestroy, OnDestroy::Nothing);
  EXPECT_EQ(Set.findType("Ends")->traits.onDestroy, OnDestroy::Release);
  EXPECT_EQ(Set.findType("Ends")->traits.ends, OnDestroy::Rollback);
  EXPECT_EQ(Set.findType("Guard")->traits.ends, OnDestroy::Nothing);
  EXPECT_EQ(Set.findType("Odd")->traits.onDestroy, OnDestroy::Nothing);
}

TEST(Model, PatternsMatchAnyRest) {
  ModelSet Set;
  EXPECT_EQ(
      words(Set.add(
          R"({"library": "acme", "functions": [{"name": "acme::T::exec*", "reads": "this"}]})",
          "acme.json", 1)),
      Strings{});
  EXPECT_NE(effects(Set, "acme::T::exec"), nullptr);
  EXPECT_NE(effects(Set, "acme::T::exec_params"), nullptr);
  EXPECT_EQ(effects(Set, "acme::T::exe"), nullptr);
  EXPECT_EQ(effects(Set, "other::T::exec"), nullptr);
  EXPECT_TRUE(Set.knowsLastName("exec_params"));
}

TEST(Model, TheUsersModelWins) {
  ModelSet Set(ModelSet::shipped());
  uint64_t Before = Set.fingerprint();
  ASSERT_EQ(effects(Set, "PQfinish")->releases, std::vector<Slot>{Slot::param(0)});
  EXPECT_EQ(words(Set.add(R"({"library": "ours", "functions": [{"name": "PQfinish", "keeps": 0}],
                              "types": [{"name": "pg_conn", "role": "pool"}]})",
                          "ours.json", 1)),
            Strings{});
  EXPECT_EQ(effects(Set, "PQfinish")->releases, std::vector<Slot>{});
  EXPECT_EQ(effects(Set, "PQfinish")->keeps, std::vector<Slot>{Slot::param(0)});
  EXPECT_EQ(Set.findType("pg_conn")->traits.role, Role::Pool);
  EXPECT_NE(Set.fingerprint(), Before);
  EXPECT_EQ(effects(ModelSet::shipped(), "PQfinish")->releases, std::vector<Slot>{Slot::param(0)})
      << "the shipped ones are as they were";
}

TEST(Model, TheUsersPatternWinsOverAShippedName) {
  ModelSet Set(ModelSet::shipped());
  EXPECT_EQ(words(Set.add(R"({"library": "ours", "functions": [{"name": "PQfini*", "keeps": 0}]})",
                          "ours.json", 1)),
            Strings{});
  EXPECT_EQ(effects(Set, "PQfinish")->keeps, std::vector<Slot>{Slot::param(0)});
}

TEST(Model, TheUsersModelChangesFindings) {
  const char *Code = R"(
struct Mailer { void send(); };
extern "C" { struct pg_conn; pg_conn *PQconnectdb(const char *); void PQfinish(pg_conn *); unsigned sleep(unsigned); }
void f(Mailer &mailer) {
  pg_conn *c = PQconnectdb("");
  mailer.send();
  sleep(60);
  PQfinish(c);
}
)";
  EXPECT_EQ(brief(analyseCode(Code)), Strings{"code.cpp:7 slow-call"});
  ModelSet Set(ModelSet::shipped());
  EXPECT_EQ(words(Set.add(R"({"library": "ours", "functions": [
      {"name": "sleep", "no_effect": true},
      {"name": "Mailer::send", "blocks": {"kind": "network", "what": "sends a mail"}}]})",
                          "ours.json", 1)),
            Strings{});
  AnalysisOptions Options;
  Options.models = &Set;
  Analysed R = analyseCode(Code, Options);
  EXPECT_EQ(brief(R), Strings{"code.cpp:6 slow-call"});
  ASSERT_EQ(R.findings.size(), 1U);
  EXPECT_NE(R.findings[0].text.find("sends a mail"), std::string::npos) << R.findings[0].text;
}

TEST(Model, CopiesStandOnTheirOwn) {
  auto Original = std::make_unique<ModelSet>();
  EXPECT_EQ(Original
                ->add(R"({"library": "acme", "functions": [{"name": "f", "releases": 0}],
                              "types": [{"name": "T", "role": "pool"}]})",
                      "acme.json", 1)
                .size(),
            0U);
  ModelSet Copy(*Original);
  Original.reset();
  EXPECT_EQ(effects(Copy, "f")->releases, std::vector<Slot>{Slot::param(0)});
  EXPECT_EQ(Copy.findType("T")->traits.role, Role::Pool);
}

TEST(Model, AFileThatCannotBeReadSaysSo) {
  ModelSet Set;
  EXPECT_EQ(words(Set.addFile("/no/such/model.json")),
            Strings{"/no/such/model.json: cannot be read: No such file or directory"});
}

} // namespace
} // namespace leasehold::test
