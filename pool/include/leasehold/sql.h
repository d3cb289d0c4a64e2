// leasehold/sql.h: values and rows, the same for all databases.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_SQL_H
#define LEASEHOLD_SQL_H

#include "leasehold/error.h"
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace leasehold {

using Blob = std::vector<std::byte>;
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string, Blob>;

/// Refuses a whole number that no database here can store as one (SqlError 22003).
[[noreturn]] void refuse_number(std::uint64_t number);

/// A parameter: an integer, bool, double, text, Blob, nullptr, or a std::optional of these.
template <class T> Value to_value(const T &value) {
  if constexpr (std::same_as<T, Value>)
    return value;
  else if constexpr (std::same_as<T, std::nullptr_t> || std::same_as<T, std::nullopt_t>)
    return nullptr;
  else if constexpr (requires {
                       value.has_value();
                       *value;
                     })
    return value.has_value() ? to_value(*value) : Value(nullptr);
  else if constexpr (std::integral<T>) {
    if constexpr (std::unsigned_integral<T> && sizeof(T) >= sizeof(std::int64_t))
      if (value > static_cast<T>(std::numeric_limits<std::int64_t>::max()))
        refuse_number(value);
    return static_cast<std::int64_t>(value);
  } else if constexpr (std::floating_point<T>)
    return static_cast<double>(value);
  else if constexpr (std::same_as<T, Blob>)
    return value;
  else
    return std::string(std::string_view(value));
}

/// One row, by position from 0 or by column name.
class Row {
public:
  Row(std::shared_ptr<const std::vector<std::string>> names, std::vector<Value> values)
      : names_(std::move(names)), values_(std::move(values)) {}
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  /// Throws SqlError (07009) when there is no such column.
  [[nodiscard]] const Value &at(std::size_t column) const;
  [[nodiscard]] const Value &at(std::string_view column) const;
  [[nodiscard]] bool null(std::size_t column) const {
    return std::holds_alternative<std::nullptr_t>(at(column));
  }
  /// T: an integer, bool, double, std::string, Blob, or std::optional of these for what may be
  /// NULL. Throws SqlError (22002 for NULL, 22018 for another type, 22003 for a number out of
  /// range).
  template <class T> [[nodiscard]] T get(std::size_t column) const {
    return convert<T>(at(column));
  }
  template <class T> [[nodiscard]] T get(std::string_view column) const {
    return convert<T>(at(column));
  }

private:
  template <class T> struct is_optional : std::false_type {};
  template <class T> struct is_optional<std::optional<T>> : std::true_type {};
  [[noreturn]] static void refuse(const Value &value, const char *wanted);
  template <class T> static T convert(const Value &value) {
    if constexpr (is_optional<T>::value) {
      if (std::holds_alternative<std::nullptr_t>(value))
        return std::nullopt;
      return convert<typename T::value_type>(value);
    } else if constexpr (std::integral<T>) {
      const auto *n = std::get_if<std::int64_t>(&value);
      if (!n || !(std::same_as<T, bool> ||
                  std::in_range<std::conditional_t<std::same_as<T, bool>, std::int64_t, T>>(*n)))
        refuse(value, "an integer");
      return static_cast<T>(*n);
    } else if constexpr (std::floating_point<T>) {
      if (const auto *n = std::get_if<std::int64_t>(&value))
        return static_cast<T>(*n);
      const auto *d = std::get_if<double>(&value);
      if (!d)
        refuse(value, "a number");
      return static_cast<T>(*d);
    } else {
      const auto *v = std::get_if<T>(&value);
      if (!v)
        refuse(value, std::same_as<T, std::string> ? "text" : "a blob");
      return *v;
    }
  }

  std::shared_ptr<const std::vector<std::string>> names_;
  std::vector<Value> values_;
};

} // namespace leasehold

#endif // LEASEHOLD_SQL_H
