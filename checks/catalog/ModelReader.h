//===- ModelReader.h - reads a model file's entries -------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_CATALOG_MODELREADER_H
#define LEASEHOLD_CATALOG_MODELREADER_H

#include "catalog/Model.h"
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

namespace leasehold {

using Json = nlohmann::json;

/// Reads a JSON file strictly, as model files and configurations are; each complaint names its
/// place.
class Reader {
public:
  /// `Guide`: the page that describes the keys.
  Reader(llvm::StringRef File, std::vector<ModelError> &Errors,
         const char *Guide = "docs/models.md")
      : File(File), Errors(Errors), Guide(Guide) {}

  bool ok = true; ///< of the entry being read

  void error(const std::string &Pointer, const std::string &Reason,
             const std::string &Remedy = {}) {
    ok = false;
    Errors.push_back({File.str(), Pointer, Reason, Remedy});
  }

  std::string string(const Json &J, const std::string &At) {
    if (J.is_string())
      return J.get_ref<const std::string &>();
    error(At, "expected a string");
    return {};
  }

  bool boolean(const Json &J, const std::string &At) {
    if (J.is_boolean())
      return J.get<bool>();
    error(At, "expected true or false");
    return false;
  }

  int64_t whole(const Json &J, const std::string &At) {
    if (J.is_number_unsigned() ? J.get<uint64_t>() <= std::numeric_limits<int64_t>::max()
                               : J.is_number_integer())
      return J.get<int64_t>();
    error(At, "expected a whole number");
    return 0;
  }

  unsigned index(const Json &J, const std::string &At) {
    if (J.is_number_unsigned() && J.get<uint64_t>() < 64)
      return J.get<unsigned>();
    error(At, "expected a parameter's index, from 0");
    return 0;
  }

  Slot slot(const Json &J, const std::string &At) {
    if (J.is_number_unsigned())
      return Slot::param(index(J, At));
    if (J == "this")
      return Slot::self();
    if (J == "return")
      return Slot::result();
    error(At, "expected a parameter's index, \"this\" or \"return\"");
    return {};
  }

  std::vector<Slot> slots(const Json &J, const std::string &At) {
    std::vector<Slot> Result;
    if (!J.is_array())
      return {slot(J, At)};
    Result.reserve(J.size());
    for (size_t I = 0; I < J.size(); ++I)
      Result.push_back(slot(J[I], At + "/" + std::to_string(I)));
    return Result;
  }

  /// Calls `Take` for each member; unknown keys are errors, with the known ones named.
  template <typename F> void object(const Json &J, const std::string &At, F Take) {
    if (!J.is_object()) {
      error(At, "expected an object");
      return;
    }
    for (const auto &[Key, Value] : J.items())
      if (!Take(llvm::StringRef(Key), Value, At + "/" + Key))
        error(At + "/" + Key, "unknown key", std::string("see ") + Guide + " for the keys");
  }

  template <typename T>
  T choice(const Json &J, const std::string &At,
           std::initializer_list<std::pair<const char *, T>> Choices) {
    std::string Names;
    for (const auto &[Name, Value] : Choices) {
      if (J == Name)
        return Value;
      Names += (Names.empty() ? "\"" : ", \"") + std::string(Name) + "\"";
    }
    error(At, "expected one of " + Names);
    return Choices.begin()->second;
  }

  Acquire acquire(const Json &J, const std::string &At);
  Blocking blocking(const Json &J, const std::string &At);
  Unless condition(const Json &J, const std::string &At);
  void function(const Json &J, const std::string &At, FunctionModel &F);
  void type(const Json &J, const std::string &At, TypeModel &T);

  std::vector<Setting> settings(const Json &J, const std::string &At, bool OfType);

private:
  llvm::StringRef File;
  std::vector<ModelError> &Errors;
  const char *Guide;
};

/// Nothing when it is no JSON, the error names the line, or nested so deep that going through it
/// takes too much of the stack. A key that an object has twice is an error, too.
std::optional<Json> parseJson(llvm::StringRef Text, llvm::StringRef File,
                              std::vector<ModelError> &Errors);

} // namespace leasehold

#endif // LEASEHOLD_CATALOG_MODELREADER_H
