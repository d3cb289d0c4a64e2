// For Prometheus: its text format 0.0.4, under OpenTelemetry's names for connection pools.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// db.client.connection.wait_time in seconds becomes db_client_connection_wait_time_seconds, and a
// counter gets _total: so OpenTelemetry's own exporter would write it.

#include "state.h"
#include <algorithm>
#include <charconv>
#include <leasehold/version.h>

namespace leasehold::detail {
namespace {

std::string number(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

/// Backslash, quote and line feed are escaped; other bytes are as they are.
std::string label(const std::string &text) {
  std::string all = "\"";
  for (const char c : text)
    if (c == '\n')
      all += "\\n";
    else
      all += c == '\\' || c == '"' ? std::string{'\\', c} : std::string{c};
  return all + "\"";
}

struct Pool {
  std::string name;
  const Entry *entry;
  std::shared_ptr<Core> core;
  Snapshot s;
};

class Page {
public:
  explicit Page(const std::vector<Pool> &pools) : pools_(pools) {}

  void head(const char *name, const char *type, const char *help) {
    text += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
  }
  void line(const std::string &name, const Pool &p, double value, const std::string &more = "") {
    text += name + "{db_client_connection_pool_name=" + label(p.name) + more + "} " +
            number(value) + "\n";
  }
  /// One figure of each pool.
  template <class F> void each(const char *name, const char *type, const char *help, F value) {
    head(name, type, help);
    for (const Pool &p : pools_)
      line(name, p, static_cast<double>(value(p)));
  }

  /// One histogram of each pool.
  template <class F> void histograms(const char *name, const char *help, F times) {
    head(name, "histogram", help);
    for (const Pool &p : pools_) {
      const Durations &d = times(p);
      std::uint64_t n = 0;
      const std::string bucket = std::string(name) + "_bucket";
      for (std::size_t i = 0; i < d.counts.size(); ++i) {
        n += d.counts[i].load(std::memory_order_relaxed);
        line(bucket, p, static_cast<double>(n),
             ",le=\"" + (i < d.bounds.size() ? number(d.bounds[i]) : "+Inf") + "\"");
      }
      line(std::string(name) + "_sum", p, static_cast<double>(d.nanoseconds.load()) * 1e-9);
      line(std::string(name) + "_count", p, static_cast<double>(n));
    }
  }

  std::string text;

private:
  const std::vector<Pool> &pools_;
};

} // namespace

std::string view_metrics(const Entries &entries) {
  std::vector<Pool> pools;
  for (const auto &e : entries)
    if (auto core = e->find(); core && !core->closed())
      pools.push_back({e->name, e.get(), core, core->snapshot()});
  Page page(pools);
  constexpr const char *gauge = "gauge", *counter = "counter";

  page.head("leasehold_build_info", gauge, "Which version of Leasehold this is.");
  page.text += "leasehold_build_info{version=\"" LEASEHOLD_POOL_VERSION "\"} 1\n";

  constexpr const char *count = "db_client_connection_count";
  page.head(count, gauge, "Connections that are open, by state.");
  for (const Pool &p : pools) {
    page.line(count, p, static_cast<double>(p.s.checked_in),
              ",db_client_connection_state=\"idle\"");
    page.line(count, p, static_cast<double>(p.s.checked_out),
              ",db_client_connection_state=\"used\"");
  }
  page.each("db_client_connection_idle_max", gauge, "Idle connections that are kept at most.",
            [](const Pool &p) { return p.entry->options.pool_size; });
  page.each("db_client_connection_idle_min", gauge, "Idle connections that are kept at least.",
            [](const Pool &) { return 0; });
  page.each("db_client_connection_max", gauge, "Connections that may be open.",
            [](const Pool &p) { return p.entry->capacity; });
  page.each("db_client_connection_pending_requests", gauge, "Acquires that wait now.",
            [](const Pool &p) { return p.s.waiting; });
  page.each("db_client_connection_timeouts_total", counter, "Acquires that waited in vain.",
            [](const Pool &p) { return p.s.timeouts; });

  page.histograms("db_client_connection_create_time_seconds", "How long connecting took.",
                  [](const Pool &p) -> const Durations & { return p.core->connect_times(); });

  page.each("leasehold_pool_connecting", gauge, "Connections that are being opened.",
            [](const Pool &p) { return p.s.connecting; });
  page.each("leasehold_pool_utilization_ratio", gauge,
            "Of the connections that may be open, those that are out or being opened.",
            [](const Pool &p) { return p.entry->utilization(p.s) / 100; });
  page.each("leasehold_pool_longest_lease_seconds", gauge, "Age of the oldest lease that is out.",
            [](const Pool &p) {
              std::chrono::milliseconds oldest{0};
              for (const LeaseInfo &l : p.core->leases())
                oldest = std::max(oldest, l.age);
              return static_cast<double>(oldest.count()) / 1000;
            });
  page.each("leasehold_pool_checkouts_total", counter, "Leases.",
            [](const Pool &p) { return p.s.checkouts; });
  page.each("leasehold_pool_connects_total", counter, "Connections opened.",
            [](const Pool &p) { return p.s.connects; });
  page.each("leasehold_pool_connect_failures_total", counter, "Connections that failed to open.",
            [](const Pool &p) { return p.s.connect_failures; });
  page.each("leasehold_pool_closes_total", counter, "Connections closed.",
            [](const Pool &p) { return p.s.closes; });
  page.each("leasehold_pool_resets_total", counter,
            "Sessions that came back in an open transaction or with changed settings.",
            [](const Pool &p) { return p.s.resets; });
  page.each("leasehold_pool_invalidations_total", counter, "Connections found dead.",
            [](const Pool &p) { return p.s.invalidations; });
  page.each("leasehold_pool_leaks_total", counter, "Leases older than leak_threshold.",
            [](const Pool &p) { return p.s.leaks; });
  return std::move(page.text);
}

} // namespace leasehold::detail
