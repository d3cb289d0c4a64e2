//===- Untrusted.h - JSON that somebody may have changed --------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_UNTRUSTED_H
#define LEASEHOLD_PROGRAM_UNTRUSTED_H

#include "llvm/ADT/StringRef.h"
#include <concepts>
#include <limits>
#include <nlohmann/json.hpp>

namespace leasehold {

/// Takes JSON apart: what is not of the kind that is asked for gives an empty value, and `ok` says
/// so in the end.
class Untrusted {
public:
  using Json = nlohmann::json;
  bool ok = true;

  /// Null when there is no such key.
  const Json *find(const Json &J, const char *Key) {
    if (!J.is_object()) {
      ok = false;
      return nullptr;
    }
    auto It = J.find(Key);
    return It == J.end() ? nullptr : &*It;
  }
  const Json &at(const Json &J, const char *Key) {
    if (const Json *Found = find(J, Key))
      return *Found;
    ok = false;
    return none();
  }
  const Json &item(const Json &J, size_t I) {
    if (J.is_array() && I < J.size())
      return J[I];
    ok = false;
    return none();
  }
  const Json &array(const Json &J) {
    static const Json None = Json::array();
    if (J.is_array())
      return J;
    ok = false;
    return None;
  }
  bool truth(const Json &J) {
    ok = ok && J.is_boolean();
    return J.is_boolean() && J.get<bool>();
  }
  std::string text(const Json &J) {
    if (J.is_string())
      return J.get<std::string>();
    ok = false;
    return {};
  }
  /// A number that fits.
  template <std::integral N> N number(const Json &J) {
    if (J.is_number_unsigned() ? J.get<uint64_t>() <= uint64_t{std::numeric_limits<N>::max()}
                               : J.is_number_integer() && std::is_signed_v<N>)
      return J.get<N>();
    ok = false;
    return 0;
  }
  uint32_t number(const Json &J, uint64_t Below = uint64_t{1} << 32) {
    if (J.is_number_unsigned() && J.get<uint64_t>() < Below)
      return J.get<uint32_t>();
    ok = false;
    return 0;
  }
  /// 64 bits, which not every reader of JSON keeps: as hexadecimal digits.
  uint64_t wide(const Json &J) {
    uint64_t N = 0;
    if (!J.is_string() || llvm::StringRef(J.get_ref<const std::string &>()).getAsInteger(16, N))
      ok = false;
    return N;
  }
  std::vector<std::string> texts(const Json &J) {
    std::vector<std::string> Out;
    for (const Json &Each : array(J))
      Out.push_back(text(Each));
    return Out;
  }

private:
  static const Json &none() {
    static const Json None;
    return None;
  }
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_UNTRUSTED_H
