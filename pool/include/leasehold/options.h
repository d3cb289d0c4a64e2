// leasehold/options.h: what a pool may be told.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_OPTIONS_H
#define LEASEHOLD_OPTIONS_H

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace leasehold {

/// What happens to a session's transaction when it is given back.
enum class Reset {
  rollback, ///< roll back what is open, and reset what the driver resets (default, as SQLAlchemy's)
  commit,   ///< commit what is open
  none      ///< hand it on as it is; only for drivers without transactions
};

/// What happens when a thread enters a SlowRegion while it holds a session.
enum class SlowRegions {
  report, ///< Event::slow (default: as harmless as any other event)
  fail,   ///< that, and SlowRegionError; for tests
  ignore
};

/// Something that happened in a pool. Handlers run on the thread that caused it, never under a
/// lock of the pool; what they throw is swallowed.
struct Event {
  enum Kind {
    connect,        ///< a connection was opened
    connect_failed, ///< with what the driver said
    checkout,       ///< only with `Options::events_on_checkout`
    checkin,        ///< only with `Options::events_on_checkout`
    reset,          ///< an open transaction was ended at checkin; `site` is where it was acquired
    invalidate,     ///< a connection was found broken, or older than one that was
    close,          ///< a connection was closed
    timeout,        ///< a waiter gave up
    leak,           ///< a lease is older than `leak_threshold`
    nested,         ///< a thread that holds a lease acquired another
    slow            ///< a thread that holds a lease entered a SlowRegion
  };
  Kind kind = connect;
  std::string message; ///< for a log line; the connection's data source is never in it
  const char *site = "";
  unsigned line = 0;
};

/// All durations are wall time on the monotonic clock. Zero switches a limit off where it says so.
struct Options {
  /// Connections that are kept. 1 to 10000. Default as SQLAlchemy's QueuePool doubled.
  std::size_t pool_size = 10;
  /// Connections that may be opened besides and are closed when given back. 0 to 10000.
  std::size_t max_overflow = 20;
  /// How long acquire() waits altogether, connecting and pinging included. Positive.
  std::chrono::milliseconds pool_timeout{30'000};
  /// Connections older than this are replaced when next acquired, give or take a tenth, so that
  /// not all go at once. 0: never. Keep it below the server's wait_timeout.
  std::chrono::milliseconds pool_recycle{3'600'000};
  /// Ask a connection that was idle for longer than `pre_ping_after` whether it is alive.
  bool pre_ping = true;
  std::chrono::milliseconds pre_ping_after{500};
  Reset reset_on_return = Reset::rollback;
  /// Prefer the connection that was used last, so that the others grow old and are closed.
  bool lifo = true;
  /// Acquires that may wait at a time; more fail at once. 0: any number.
  std::size_t max_waiters = 0;
  /// Note when each lease began, by a clock of some milliseconds. Without, reports do not know how
  /// old a lease is (LeaseInfo::age is 0), and with pre_ping, pool_recycle and max_idle off as well
  /// no clock is read to acquire an idle session.
  bool stamps = true;
  /// A lease older than this is reported once, by a thread that looks at all leases four times in
  /// that time (at least once a second), or by report_leaks(). 0: never. Needs `stamps`.
  std::chrono::milliseconds leak_threshold{0};
  /// Idle connections older than this are closed, by the same thread or by evict_idle(). 0: never.
  std::chrono::milliseconds max_idle{0};
  /// Record for each place that acquires how long its leases are held and waited for, and what
  /// became of their transactions (leasehold/holds.h). Some nanoseconds per lease, and a kilobyte
  /// per place and connection. Needs `stamps`.
  bool hold_profile = false;
  SlowRegions slow_regions = SlowRegions::report;
  /// Named in messages and counters.
  std::string name = "pool";
  std::function<void(const Event &)> on_event{};
  bool events_on_checkout = false;

  /// Throws ConfigurationError that names the option, its value and what is allowed.
  void validate() const;

  /// The defaults, with what the environment says: DB_POOL_SIZE, DB_MAX_OVERFLOW, DB_POOL_TIMEOUT,
  /// DB_POOL_RECYCLE, DB_POOL_MAX_IDLE, DB_POOL_LEAK_THRESHOLD (seconds, also 1.5, 500ms, 30s,
  /// 5m, 1h), DB_POOL_PRE_PING, DB_POOL_LIFO (0/1, true/false, yes/no, on/off),
  /// DB_POOL_RESET_ON_RETURN (rollback, commit, none), DB_POOL_MAX_WAITERS, DB_POOL_HOLD_PROFILE.
  /// `prefix` replaces "DB_". Throws ConfigurationError that names the variable. Not safe while
  /// another thread changes the environment.
  static Options from_env(const std::string &prefix = "DB_");
};

} // namespace leasehold

#endif // LEASEHOLD_OPTIONS_H
