//===- ModelSettings.cpp - a pool's options in a model file ---------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "catalog/ModelReader.h"

namespace leasehold {

std::vector<Setting> Reader::settings(const Json &J, const std::string &At, bool OfType) {
  std::vector<Setting> Result;
  if (!J.is_array()) {
    error(At, "expected an array");
    return Result;
  }
  for (size_t I = 0; I < J.size(); ++I) {
    std::string Here = At + "/" + std::to_string(I);
    Setting S;
    bool HasOption = false, HasParam = false;
    object(J[I], Here, [&](llvm::StringRef Key, const Json &V, const std::string &P) {
      if (Key == "option") {
        HasOption = true;
        S.option = choice<Setting::Option>(V, P,
                                           {{"acquire_timeout", Setting::AcquireTimeout},
                                            {"recycle", Setting::Recycle},
                                            {"pre_ping", Setting::PrePing},
                                            {"reset_on_return", Setting::ResetOnReturn},
                                            {"size", Setting::Size},
                                            {"overflow", Setting::Overflow},
                                            {"database", Setting::Database},
                                            {"engine", Setting::Engine}});
      } else if (Key == "field" && OfType)
        S.field = string(V, P);
      else if (Key == "param" && !OfType) {
        HasParam = true;
        S.param = index(V, P);
      } else if (Key == "key" && !OfType)
        S.key = string(V, P);
      else if (Key == "key_param" && !OfType)
        S.keyParam = index(V, P);
      else if (Key == "unit")
        S.nsPerUnit = choice<uint64_t>(
            V, P, {{"s", 1000000000}, {"ms", 1000000}, {"us", 1000}, {"ns", 1}, {"chrono", 0}});
      else if (Key == "never") {
        S.never = whole(V, P);
      } else if (Key == "off")
        S.off = string(V, P);
      else
        return false;
      return true;
    });
    if (!HasOption)
      error(Here, "a setting needs an \"option\"");
    if (OfType ? S.field.empty() : !HasParam)
      error(Here, OfType ? "a type's setting needs a \"field\""
                         : "a function's setting needs a \"param\"");
    if (S.keyParam && S.key.empty())
      error(Here, "\"key_param\" needs \"key\"");
    Result.push_back(std::move(S));
  }
  return Result;
}

} // namespace leasehold
