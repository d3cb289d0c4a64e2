//===- Schema.cpp - what may stand where in a model file ------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "models/Schema.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include <nlohmann/json.hpp>

namespace leasehold {
namespace {

using Json = nlohmann::json;

const Json &schema() {
  static const Json Root = Json::parse(embeddedModelSchema().front().text);
  return Root;
}

/// Behind a "$ref", which all point into the same file.
const Json *resolved(const Json *S) {
  while (S && S->is_object() && S->contains("$ref"))
    S = &schema().at(Json::json_pointer(S->at("$ref").get<std::string>().substr(1)));
  return S;
}

/// The member or element of what `S` describes; null when there is none.
const Json *below(const Json *S, llvm::StringRef Step) {
  S = resolved(S);
  if (!S || !S->is_object())
    return nullptr;
  if (S->contains("properties") && S->at("properties").contains(Step.str()))
    return &S->at("properties").at(Step.str());
  if (S->contains("items") && llvm::all_of(Step, llvm::isDigit))
    return &S->at("items");
  if (S->contains("oneOf"))
    for (const Json &Each : S->at("oneOf"))
      if (const Json *Found = below(&Each, Step))
        return Found;
  return nullptr;
}

} // namespace

PlaceInSchema placeInSchema(llvm::StringRef Pointer) {
  PlaceInSchema Out;
  const Json *S = &schema();
  llvm::SmallVector<llvm::StringRef, 8> Steps;
  Pointer.split(Steps, '/', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (llvm::StringRef Step : Steps) {
    S = below(S, Step);
    if (!S)
      return Out;
    // What is said of this place goes before what is said of all of its kind.
    if (S->contains("description"))
      Out.description = S->at("description").get<std::string>();
    else
      Out.description.clear();
  }
  S = resolved(S);
  if (Out.description.empty() && S->contains("description"))
    Out.description = S->at("description").get<std::string>();
  if (S->contains("properties"))
    for (const auto &[Key, Value] : S->at("properties").items())
      Out.keys.push_back(Key);
  if (S->contains("enum"))
    for (const Json &Value : S->at("enum"))
      Out.values.push_back(Value.dump());
  return Out;
}

} // namespace leasehold
