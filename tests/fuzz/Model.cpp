//===- Model.cpp - fuzzes the reader of models ----------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fuzz.h"
#include "catalog/ModelReader.h"

namespace leasehold::fuzz {
namespace {

using Json = nlohmann::json;

void look(const ModelSet &Set) {
  for (const FunctionModel &F : Set.functions()) {
    llvm::SmallVector<const FunctionModel *, 8> Found;
    Set.findFunctions(F.name, Found);
    require(llvm::is_contained(Found, &F), "a function that was read is found by its name");
    require(Set.knowsLastName(llvm::StringRef(F.name).rsplit("::").second.empty()
                                  ? llvm::StringRef(F.name)
                                  : llvm::StringRef(F.name).rsplit("::").second),
            "its last name is known");
  }
  for (const TypeModel &T : Set.types())
    require(Set.findType(T.name) != nullptr, "a type that was read is found by its name");
}

} // namespace

void read(llvm::StringRef Input) {
  ModelSet Set;
  const std::vector<ModelError> Errors = Set.add(Input, "a.json", /*Trust=*/1);
  for (const ModelError &E : Errors)
    require(!E.reason.empty() && llvm::StringRef(E.str()).starts_with("a.json: "),
            "what is refused is told why");
  std::vector<ModelError> Ignored;
  require(parseJson(Input, "a.json", Ignored) || !Errors.empty(), "what is no JSON is refused");
  look(Set);
  look(ModelSet(Set));
  // As a second user's file.
  require(Set.add(Input, "b.json", /*Trust=*/1).size() == Errors.size(),
          "a text is as good as it was");
  look(Set);
}

std::vector<std::string> seeds() {
  std::vector<std::string> Out;
  for (const EmbeddedModel &M : embeddedModels()) {
    // Small ones, each with some of a library: what is long is slow to read and to change.
    const Json Whole = Json::parse(M.text);
    for (const char *Kind : {"functions", "types"}) {
      if (!Whole.contains(Kind))
        continue;
      constexpr size_t Few = 6;
      Json Part{{"library", Whole.value("library", "")}, {Kind, Json::array()}};
      for (const Json &Entry : Whole[Kind]) {
        Part[Kind].push_back(Entry);
        if (Part[Kind].size() == Few) {
          Out.push_back(Part.dump(1));
          Part[Kind] = Json::array();
        }
      }
      Out.push_back(Part.dump());
    }
  }
  return Out;
}

} // namespace leasehold::fuzz
