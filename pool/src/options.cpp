// Options from the environment, and what they may be.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/options.h"
#include "leasehold/error.h"
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string_view>

namespace leasehold {

using std::chrono::milliseconds;

namespace {

constexpr std::size_t most_connections = 10'000;
constexpr milliseconds longest = std::chrono::hours(24 * 365);

[[noreturn]] void refuse(const std::string &what) {
  throw ConfigurationError("pool options: " + what);
}

void within(const char *name, std::size_t value, std::size_t least, std::size_t most) {
  if (value < least || value > most)
    refuse(std::string(name) + " is " + std::to_string(value) + "; allowed are " +
           std::to_string(least) + " to " + std::to_string(most));
}

void within(const char *name, milliseconds value, milliseconds least) {
  if (value < least || value > longest)
    refuse(std::string(name) + " is " + std::to_string(value.count()) + " ms; allowed are " +
           std::to_string(least.count()) + " to " + std::to_string(longest.count()) + " ms");
}

std::string lower(std::string_view text) {
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

  void read(milliseconds &to) const {
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
    to = milliseconds(std::llround(number * scale));
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

} // namespace

void Options::validate() const {
  within("pool_size", pool_size, 1, most_connections);
  within("max_overflow", max_overflow, 0, most_connections);
  within("pool_timeout", pool_timeout, milliseconds(1));
  within("pool_recycle", pool_recycle, milliseconds(0));
  within("pre_ping_after", pre_ping_after, milliseconds(0));
  within("leak_threshold", leak_threshold, milliseconds(0));
  within("max_idle", max_idle, milliseconds(0));
  if (pool_recycle.count() != 0 && max_idle > pool_recycle)
    refuse("max_idle (" + std::to_string(max_idle.count()) + " ms) is longer than pool_recycle (" +
           std::to_string(pool_recycle.count()) +
           " ms), after which a connection is replaced anyway; make it shorter, or 0");
  if (leak_threshold.count() != 0 && !stamps)
    refuse("leak_threshold is " + std::to_string(leak_threshold.count()) +
           " ms and stamps is off, so that no lease's age is known; switch stamps on, or make "
           "leak_threshold 0");
}

Options Options::from_env(const std::string &prefix) {
  Options o;
  Variable(prefix, "POOL_SIZE").read(o.pool_size);
  Variable(prefix, "MAX_OVERFLOW").read(o.max_overflow);
  Variable(prefix, "POOL_TIMEOUT").read(o.pool_timeout);
  Variable(prefix, "POOL_RECYCLE").read(o.pool_recycle);
  Variable(prefix, "POOL_PRE_PING").read(o.pre_ping);
  Variable(prefix, "POOL_LIFO").read(o.lifo);
  Variable(prefix, "POOL_RESET_ON_RETURN").read(o.reset_on_return);
  Variable(prefix, "POOL_MAX_WAITERS").read(o.max_waiters);
  Variable(prefix, "POOL_MAX_IDLE").read(o.max_idle);
  Variable(prefix, "POOL_LEAK_THRESHOLD").read(o.leak_threshold);
  o.validate();
  return o;
}

} // namespace leasehold
