// leasehold/monitor.h: pools seen from outside, over HTTP.
//
//     leasehold::Monitor monitor({.port = 9187});  // loopback only, unless told otherwise
//     monitor.add("main", pool);
//     // http://127.0.0.1:9187/ in a browser; /metrics for Prometheus; /api/... for scripts
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_MONITOR_H
#define LEASEHOLD_MONITOR_H

#include "leasehold/operation.h"
#include "leasehold/pool.h"
#include "leasehold/server_view.h"
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace leasehold {

/// Of the connections that may be open (pool_size + max_overflow), how many are out.
enum class PoolStatus {
  healthy,  ///< less than warning_percent
  warning,  ///< less than critical_percent
  critical, ///< as many or more: the next acquire waits soon
  closed    ///< the pool was closed, or is gone
};
[[nodiscard]] const char *to_string(PoolStatus status) noexcept;

/// Something that somebody should look at.
struct Alert {
  enum Kind {
    status_changed,        ///< of one sample to the next
    leak,                  ///< a lease is older than Options::leak_threshold
    abandoned_transaction, ///< one that nobody committed or rolled back
    timeout                ///< an acquire waited in vain; at most one a sample
  };
  Kind kind = status_changed;
  std::string pool; ///< as it was added
  PoolStatus status = PoolStatus::healthy, before = PoolStatus::healthy;
  double utilization_percent = 0;
  std::string message; ///< for a log line
  std::string site;    ///< the file that acquired the session; empty: none is to blame
  unsigned line = 0;
  std::chrono::system_clock::time_point at;
};
/// As a webhook gets it: an object with "event", "pool", "status", "previous_status",
/// "utilization_percent", "message", "text" (the same, for chat services), "site", "time" (UTC).
[[nodiscard]] std::string to_json(const Alert &alert);

struct MonitorOptions {
  /// 0: any free one; Monitor::port() tells.
  std::uint16_t port = 0;
  /// An address, not a name, but for "localhost". Others than loopback need a token.
  std::string address = "127.0.0.1";
  /// Who asks says "Authorization: Bearer TOKEN". Empty: none is needed. At least 16 characters.
  /// `/` (the page, without data) and /api/v1/hc/health (alive or not) need none.
  std::string token{};

  double warning_percent = 80, critical_percent = 95;
  /// A lease that is older is worth a warning. Positive.
  std::chrono::milliseconds long_lease{30'000};
  /// How often the pools are looked at for history and alerts. 10 ms to 1 h.
  std::chrono::milliseconds sample_every{1'000};
  /// Samples that are kept. 1 to 100000.
  std::size_t samples = 600;

  /// How long /api/v1/hc/database and the server's view take at most. Positive.
  std::chrono::milliseconds probe_timeout{1'000};
  /// How long one request may take, from its first byte to the last of the answer; a connection
  /// without a request is closed after the same time. Positive.
  std::chrono::milliseconds request_timeout{5'000};
  /// Threads that answer. 1 to 64.
  std::size_t threads = 4;
  /// Connections that may wait for one of them; more are refused (503). 1 to 10000.
  std::size_t max_connections = 64;

  /// Each is called on a thread of the monitor, one call at a time; what it throws is counted.
  std::function<void(const Alert &)> on_alert{};
  std::function<void(const std::string &json)> alert_sink{};
  /// "http://host[:port]/path": alerts are posted there. At most 100 wait; failures are counted.
  std::string webhook{};
  /// How long one post may take. Positive.
  std::chrono::milliseconds webhook_timeout{2'000};

  /// Throws ConfigurationError that names the option.
  void validate() const;
  /// Nothing when DB_MONITOR_PORT is not set, or is empty or "off": no monitor. Else the defaults
  /// with DB_MONITOR_PORT, DB_MONITOR_ADDRESS, DB_MONITOR_TOKEN and DB_MONITOR_WEBHOOK. Throws
  /// ConfigurationError that names the variable. Not safe while another thread changes the
  /// environment.
  static std::optional<MonitorOptions> from_env(const std::string &prefix = "DB_");
};

namespace detail {

/// A pool whose driver is forgotten.
struct Watched {
  std::uint64_t core = 0;                ///< Core::find()
  std::string database_type = "unknown"; ///< D::database_type, if there is one
  const char *pool_type = "queue";       ///< "static": of one connection that is kept
  /// Null when the driver has none.
  std::function<ServerView(Core &, Deadline)> server_view;
};

} // namespace detail

/// An HTTP server for a handful of clients, on threads of its own. The pools do not know of it:
/// watching costs them a look at their slots per request. All members are thread safe, but for the
/// constructor and the destructor.
class Monitor {
public:
  /// Returns when it answers. Throws ConfigurationError: an option is wrong, or the port is taken.
  explicit Monitor(MonitorOptions options = {});
  Monitor(const Monitor &) = delete;
  Monitor &operator=(const Monitor &) = delete;
  /// Ends within twice probe_timeout, webhook_timeout and 0.2 s, whoever is connected; and when the
  /// handlers return.
  ~Monitor();

  /// Shows a pool from now on, which may go before the monitor does. Without `?pool=NAME` the first
  /// that was added is meant. Throws ConfigurationError when the name is empty, longer than 100
  /// bytes, or taken by another pool that is not closed.
  template <Driver D> void add(std::string name, Pool<D> &pool) {
    detail::Core &core = detail::Access::core(pool);
    detail::Watched watched;
    watched.core = core.id();
    if constexpr (requires { std::string(D::database_type); })
      watched.database_type = D::database_type;
    if constexpr (requires(D &d) { d.single(); })
      if (static_cast<detail::PoolCore<D> &>(core).driver.single())
        watched.pool_type = "static";
    if constexpr (ViewingDriver<D>)
      watched.server_view = [](detail::Core &c, Deadline until) {
        return static_cast<detail::PoolCore<D> &>(c).driver.server_view(until);
      };
    add(std::move(name), core, std::move(watched));
  }
  /// Shows it no longer. False: there is none of that name.
  bool remove(const std::string &name);

  [[nodiscard]] std::uint16_t port() const noexcept;
  /// "http://127.0.0.1:9187"
  [[nodiscard]] std::string url() const;
  /// What the page at `path` answers, "/api/monitoring/db-pool?pool=main", without HTTP or a token:
  /// for logs and tests. Throws ConfigurationError when there is no such page.
  [[nodiscard]] std::string get(const std::string &path) const;
  /// Alerts that no handler or webhook took.
  [[nodiscard]] std::uint64_t failed_alerts() const noexcept;

private:
  struct Impl;
  void add(std::string name, detail::Core &core, detail::Watched watched);
  std::unique_ptr<Impl> impl_;
};

} // namespace leasehold

#endif // LEASEHOLD_MONITOR_H
