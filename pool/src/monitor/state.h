// What the monitor knows of its pools.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_MONITOR_STATE_H
#define LEASEHOLD_MONITOR_STATE_H

#include "../utc.h"
#include "asker.h"
#include "leasehold/monitor.h"
#include <atomic>
#include <deque>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace leasehold::detail {

using Json = nlohmann::ordered_json;
using WallTime = std::chrono::system_clock::time_point;

/// As JSON, whatever bytes the texts are made of.
std::string write(const Json &json);
std::int64_t unix_ms(WallTime time);
double rounded(double value, int digits);

struct Sample {
  WallTime at;
  Snapshot snapshot;
};

/// What was seen at one place: Events of one kind, with their times.
struct Incident {
  const char *kind = "";
  std::string site;
  unsigned line = 0;
  std::uint64_t count = 0;
  WallTime first, last;
  std::string message; ///< the last one's
};

/// Wakes the thread that watches.
struct Bell {
  std::mutex mutex;
  std::condition_variable rung;
  bool ring = false, over = false; ///< under mutex
};

/// What a pool's threads have told. It lives as long as anybody may tell something.
struct Heard {
  explicit Heard(std::shared_ptr<Bell> bell) : bell(std::move(bell)) {}
  void hear(const Event &event);

  const std::shared_ptr<Bell> bell;
  std::mutex mutex;
  std::vector<Incident> incidents; ///< under mutex: places seen last
  std::deque<Alert> alerts;        ///< under mutex: not sent yet
};

/// What the database said when asked through the pool.
struct Health {
  bool healthy = false;
  double milliseconds = 0;
  std::string error;
};
struct Viewed {
  ServerView view;
  std::size_t pool_total = 0; ///< at most, around the same time
  std::string error;          ///< empty: there is a view
};

/// One pool that is watched.
struct Entry {
  Entry(std::string name, Core &core, Watched watched, const MonitorOptions &monitor,
        std::shared_ptr<Bell> bell);
  [[nodiscard]] std::shared_ptr<Core> find() const { return Core::find(watched.core); }
  [[nodiscard]] PoolStatus status(const Core *core, const Snapshot &s,
                                  const MonitorOptions &options) const;
  /// Of the connections that may be, those in use.
  [[nodiscard]] double utilization(const Snapshot &s) const;

  const std::string name;
  const Watched watched;
  const Options options; ///< without handlers
  const std::size_t capacity;

  std::mutex mutex;
  std::deque<Sample> history; ///< under mutex, as all that follows
  PoolStatus last = PoolStatus::healthy;
  std::uint64_t timeouts = 0; ///< that were told

  const std::shared_ptr<Heard> heard;
  const std::shared_ptr<const void> listener;
  Asker<Health> health;
  Asker<Viewed> server;
};
using Entries = std::vector<std::shared_ptr<Entry>>;

// views.cpp, each as its page shows it
Json view_status(Entry &e, const Core *core, const MonitorOptions &o, const Entries &all);
Json view_warnings(Entry &e, const Core *core, const MonitorOptions &o);
Json view_live(Entry &e, const Core *core, const MonitorOptions &o, const Entries &all);
Json view_health(const Entries &entries, const MonitorOptions &o, bool &healthy);
Json view_server(Entry &e, const MonitorOptions &o, int &status);
/// metrics.cpp: Prometheus' text format 0.0.4.
std::string view_metrics(const Entries &entries);

} // namespace leasehold::detail

#endif // LEASEHOLD_MONITOR_STATE_H
