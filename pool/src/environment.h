// Options from the environment.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_ENVIRONMENT_H
#define LEASEHOLD_ENVIRONMENT_H

#include "leasehold/error.h"
#include "leasehold/options.h"
#include "option_limits.h"
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace leasehold::detail {

inline std::string lower(std::string_view text) {
  std::string result(text);
  for (char &c : result)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

/// One variable, or nothing when it is not set.
class Variable {
public:
  Variable(const std::string &prefix, const char *name) : name_(prefix + name) {
    if (const char *value = std::getenv(name_.c_str()))
      value_ = value;
  }

  /// Text as it is; false when the variable is not set.
  bool read(std::string &to) const {
    if (value_)
      to = *value_;
    return value_.has_value();
  }

  void read(std::size_t &to) const {
    if (!value_)
      return;
    std::size_t number = 0;
    const char *end = value_->data() + value_->size();
    auto [stop, error] = std::from_chars(value_->data(), end, number);
    if (value_->empty() || error != std::errc() || stop != end)
      refuse("a whole number, such as 10");
    to = number;
  }

  void read(std::chrono::milliseconds &to) const {
    if (!value_)
      return;
    double number = 0;
    const char *end = value_->data() + value_->size();
    auto [stop, error] = std::from_chars(value_->data(), end, number);
    const std::string_view unit(stop, static_cast<std::size_t>(end - stop));
    const double scale = unit == "ms"                  ? 1
                         : unit.empty() || unit == "s" ? 1000
                         : unit == "m"                 ? 60'000
                         : unit == "h"                 ? 3'600'000
                                                       : 0;
    if (value_->empty() || error != std::errc() || scale == 0 || !std::isfinite(number) ||
        number < 0 || number * scale > static_cast<double>(longest.count()))
      refuse("a duration: seconds, or a number with ms, s, m or h");
    to = std::chrono::milliseconds(std::llround(number * scale));
  }

  void read(bool &to) const {
    if (!value_)
      return;
    const std::string v = lower(*value_);
    if (v == "1" || v == "true" || v == "yes" || v == "on")
      to = true;
    else if (v == "0" || v == "false" || v == "no" || v == "off")
      to = false;
    else
      refuse("1, true, yes or on; 0, false, no or off");
  }

  void read(Reset &to) const {
    if (!value_)
      return;
    const std::string v = lower(*value_);
    if (v == "rollback")
      to = Reset::rollback;
    else if (v == "commit")
      to = Reset::commit;
    else if (v == "none")
      to = Reset::none;
    else
      refuse("rollback, commit or none");
  }

private:
  [[noreturn]] void refuse(const char *allowed) const {
    throw ConfigurationError("environment variable " + name_ + " is '" + *value_ +
                             "'; expected is " + allowed);
  }

  std::string name_;
  std::optional<std::string> value_;
};

} // namespace leasehold::detail

#endif // LEASEHOLD_ENVIRONMENT_H
