//===- SchemaTest.cpp - shipped models against the published schema -------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Editors check a user's model by docs/schema/model.schema.json, Leasehold by its own
// reader: what is shipped has to please both. Just enough of JSON Schema for that.
//
//===----------------------------------------------------------------------===//

#include "TestPaths.h"
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

namespace leasehold::test {
namespace {

using Json = nlohmann::json;

class Schema {
public:
  explicit Schema(Json Root) : Root(std::move(Root)) {}

  /// What is wrong with `V`: `pointer: reason`; empty: nothing.
  [[nodiscard]] std::vector<std::string> errors(const Json &V) const {
    std::vector<std::string> Out;
    check(Root, V, "", Out);
    return Out;
  }

private:
  using Errors = std::vector<std::string>;

  [[nodiscard]] bool valid(const Json &S, const Json &V) const {
    Errors Out;
    check(S, V, "", Out);
    return Out.empty();
  }

  static bool isType(const std::string &Type, const Json &V) {
    return (Type == "object" && V.is_object()) || (Type == "array" && V.is_array()) ||
           (Type == "string" && V.is_string()) || (Type == "boolean" && V.is_boolean()) ||
           (Type == "integer" && V.is_number_integer()) || (Type == "number" && V.is_number());
  }

  void check(const Json &S, const Json &V, const std::string &At, Errors &Out) const;
  void keyword(const std::string &Key, const Json &A, const Json &S, const Json &V,
               const std::string &At, Errors &Out) const;

  Json Root;
};

void Schema::check(const Json &S, const Json &V, const std::string &At, Errors &Out) const {
  if (S.is_boolean()) {
    if (!S.get<bool>())
      Out.push_back(At + ": not allowed");
    return;
  }
  for (const auto &[Key, Argument] : S.items())
    keyword(Key, Argument, S, V, At, Out);
}

void Schema::keyword(const std::string &Key, const Json &A, const Json &S, const Json &V,
                     const std::string &At, Errors &Out) const {
  auto Error = [&](const std::string &Why) { Out.push_back(At + ": " + Why); };
  auto Object = [&](auto Take) {
    if (V.is_object())
      for (const auto &[Name, Value] : V.items())
        Take(Name, Value);
  };
  static const std::set<std::string> Remarks{"$schema", "$id",         "$defs",
                                             "title",   "description", "then"};
  if (Remarks.contains(Key))
    return;
  if (Key == "$ref") {
    check(Root.at(Json::json_pointer(A.get<std::string>().substr(1))), V, At, Out);
  } else if (Key == "type") {
    if (!isType(A, V))
      Error("expected " + A.get<std::string>());
  } else if (Key == "enum") {
    if (std::ranges::find(A, V) == A.end())
      Error("expected one of " + A.dump());
  } else if (Key == "const") {
    if (V != A)
      Error("expected " + A.dump());
  } else if (Key == "required") {
    for (const std::string Name : A)
      if (V.is_object() && !V.contains(Name))
        Error("lacks " + Name);
  } else if (Key == "properties") {
    Object([&](const std::string &Name, const Json &Value) {
      if (A.contains(Name))
        check(A.at(Name), Value, At + "/" + Name, Out);
    });
  } else if (Key == "additionalProperties") {
    Object([&](const std::string &Name, const Json &Value) {
      if (!S.contains("properties") || !S.at("properties").contains(Name))
        check(A, Value, At + "/" + Name, Out);
    });
  } else if (Key == "propertyNames") {
    Object([&](const std::string &Name, const Json &) { check(A, Name, At + "/" + Name, Out); });
  } else if (Key == "dependentRequired") {
    for (const auto &[If, Names] : A.items())
      for (const std::string Name : Names)
        if (V.is_object() && V.contains(If) && !V.contains(Name))
          Error(If + " needs " + Name);
  } else if (Key == "minProperties") {
    if (V.is_object() && V.size() < A.get<size_t>())
      Error("says too little");
  } else if (Key == "items") {
    for (size_t I = 0; V.is_array() && I < V.size(); ++I)
      check(A, V[I], At + "/" + std::to_string(I), Out);
  } else if (Key == "minItems") {
    if (V.is_array() && V.size() < A.get<size_t>())
      Error("too few");
  } else if (Key == "uniqueItems") {
    if (V.is_array() && std::set<Json>(V.begin(), V.end()).size() != V.size())
      Error("the same twice");
  } else if (Key == "minimum") {
    if (V.is_number() && V < A)
      Error("less than " + A.dump());
  } else if (Key == "maximum") {
    if (V.is_number() && V > A)
      Error("more than " + A.dump());
  } else if (Key == "minLength") {
    if (V.is_string() && V.get<std::string>().size() < A.get<size_t>())
      Error("too short");
  } else if (Key == "pattern") {
    if (V.is_string() && !std::regex_search(V.get<std::string>(), std::regex(A.get<std::string>())))
      Error(V.dump() + " does not look right");
  } else if (Key == "oneOf") {
    if (std::ranges::count_if(A, [&](const Json &Each) { return valid(Each, V); }) != 1)
      Error(V.dump() + " is not one of what it may be");
  } else if (Key == "allOf") {
    for (const Json &Each : A)
      check(Each, V, At, Out);
  } else if (Key == "if") {
    if (valid(A, V) && S.contains("then"))
      check(S.at("then"), V, At, Out);
  } else {
    Error("the schema uses \"" + Key + "\", which this test does not know");
  }
}

Json read(const std::filesystem::path &Path) {
  std::ifstream In(Path);
  EXPECT_TRUE(In) << Path;
  return Json::parse(In);
}

Schema published() { return Schema(read(SourceDirectory + "/docs/schema/model.schema.json")); }

TEST(Schema, ShippedModelsFollowIt) {
  Schema S = published();
  unsigned Files = 0;
  for (const auto &Entry :
       std::filesystem::directory_iterator(SourceDirectory + "/checks/catalog/libraries")) {
    if (Entry.path().extension() != ".json")
      continue;
    ++Files;
    for (const std::string &E : S.errors(read(Entry.path())))
      ADD_FAILURE() << Entry.path().filename() << ": " << E;
  }
  EXPECT_GE(Files, 10U);
}

TEST(Schema, RefusesWhatTheReaderRefuses) {
  Schema S = published();
  auto Function = [&](const char *Members) {
    return S.errors(Json::parse(
        std::string(R"({"library": "acme", "functions": [{"name": "acme::f")") + Members + "}]}"));
  };
  EXPECT_TRUE(Function(R"(, "releases": [0, "this"])").empty());
  for (const char *Bad :
       {R"(, "relases": 0)", R"(, "releases": true)", R"(, "releases": 64)", R"(, "params": "2")",
        R"(, "no_effect": false)", R"(, "acquires": {"owned": "mine"})",
        R"(, "blocks": {"kind": "naps"})", R"(, "blocks": {"what": "naps"})",
        R"(, "derives_to": 1)", R"(, "tells_server": true)", R"(, "cuts_off": true)",
        R"(, "no_effect": true, "releases": 0)", R"(, "throws": [1])"})
    EXPECT_FALSE(Function(Bad).empty()) << Bad;
  auto Type = [&](const char *Members) {
    return S.errors(Json::parse(std::string(R"({"library": "acme", "types": [{"name": "acme::T")") +
                                Members + "}]}"));
  };
  EXPECT_TRUE(Type(R"(, "role": "pool")").empty());
  for (const char *Bad : {"", R"(, "role": "king")", R"(, "role": "pool", "opened": 1)",
                          R"(, "role": "session", "on_destroy": "rollback")"})
    EXPECT_FALSE(Type(Bad).empty()) << Bad;
}

} // namespace
} // namespace leasehold::test
