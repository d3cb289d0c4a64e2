// Options from the environment, and what they may be.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/options.h"
#include "environment.h"
#include "leasehold/error.h"

namespace leasehold {

using std::chrono::milliseconds;

using detail::Variable;

namespace {

constexpr std::size_t most_connections = 10'000;

constexpr detail::Limits limits{"pool options"};

} // namespace

void Options::validate() const {
  limits.within("pool_size", pool_size, 1, most_connections);
  limits.within("max_overflow", max_overflow, 0, most_connections);
  limits.within("pool_timeout", pool_timeout, milliseconds(1));
  limits.within("pool_recycle", pool_recycle, milliseconds(0));
  limits.within("pre_ping_after", pre_ping_after, milliseconds(0));
  limits.within("leak_threshold", leak_threshold, milliseconds(0));
  limits.within("max_idle", max_idle, milliseconds(0));
  if (pool_recycle.count() != 0 && max_idle > pool_recycle)
    limits.refuse("max_idle (" + std::to_string(max_idle.count()) +
                  " ms) is longer than pool_recycle (" + std::to_string(pool_recycle.count()) +
                  " ms), after which a connection is replaced anyway; make it shorter, or 0");
  if (leak_threshold.count() != 0 && !stamps)
    limits.refuse(
        "leak_threshold is " + std::to_string(leak_threshold.count()) +
        " ms and stamps is off, so that no lease's age is known; switch stamps on, or make "
        "leak_threshold 0");
  if (hold_profile && !stamps)
    limits.refuse(
        "hold_profile is on and stamps is off, so that no hold has a length; switch stamps "
        "on, or hold_profile off");
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
  Variable(prefix, "POOL_HOLD_PROFILE").read(o.hold_profile);
  o.validate();
  return o;
}

} // namespace leasehold
