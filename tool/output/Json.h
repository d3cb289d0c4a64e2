//===- Json.h - JSON as the formats write it ------------------ -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_OUTPUT_JSON_H
#define LEASEHOLD_TOOL_OUTPUT_JSON_H

#include "llvm/Support/raw_ostream.h"
#include <nlohmann/json.hpp>

namespace leasehold {

/// Its keys keep the order in which they were written.
using OrderedJson = nlohmann::ordered_json;

/// What is no UTF-8 in a name or a line of source is replaced.
inline void print(llvm::raw_ostream &OS, const OrderedJson &J) {
  OS << J.dump(2, ' ', /*ensure_ascii=*/false, OrderedJson::error_handler_t::replace) << "\n";
}

} // namespace leasehold

#endif // LEASEHOLD_TOOL_OUTPUT_JSON_H
