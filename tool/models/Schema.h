//===- Schema.h - what may stand where in a model file ----------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_MODELS_SCHEMA_H
#define LEASEHOLD_TOOL_MODELS_SCHEMA_H

#include "output/Pages.h"
#include <string>
#include <vector>

namespace leasehold {

/// docs/schema/model.schema.json, one text, built into the program.
llvm::ArrayRef<EmbeddedText> embeddedModelSchema();

/// What the published schema says of one place. The reader decides what is wrong; this is for
/// remedies only.
struct PlaceInSchema {
  std::vector<std::string> keys;   ///< of an object
  std::vector<std::string> values; ///< that are allowed, as JSON
  std::string description;
};

/// Of the place that a JSON pointer names; empty where the schema knows no such place.
PlaceInSchema placeInSchema(llvm::StringRef Pointer);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_MODELS_SCHEMA_H
