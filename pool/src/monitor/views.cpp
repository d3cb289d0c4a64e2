// The monitor's pages, as JSON.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "state.h"
#include <algorithm>
#include <cstdio>
#include <leasehold/version.h>
#include <tuple>

namespace leasehold::detail {
namespace {

std::string percent(double value) {
  char text[32];
  (void)std::snprintf(text, sizeof text, "%.1f %%", value);
  return text;
}

std::string seconds(std::chrono::milliseconds time) {
  char text[32];
  (void)std::snprintf(text, sizeof text, "%.1f s", static_cast<double>(time.count()) / 1000);
  return text;
}

Snapshot look(const Core *core) { return core ? core->snapshot() : Snapshot(); }

/// "1 lease", "2 leases"
std::string many(std::uint64_t n, const std::string &what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

Json status_of(const Entry &e, const Core *core, const Snapshot &s, const MonitorOptions &o) {
  return {{"pool", e.name},
          {"database_type", e.watched.database_type},
          {"pool_type", e.watched.pool_type},
          {"status", to_string(e.status(core, s, o))},
          {"utilization_percent", rounded(e.utilization(s), 1)},
          {"pool_size", e.options.pool_size},
          {"max_overflow", e.options.max_overflow},
          {"max_connections", e.capacity},
          {"checked_in", s.checked_in},
          {"checked_out", s.checked_out},
          {"connecting", s.connecting},
          {"total_connections", s.total},
          {"overflow", s.overflow},
          {"waiting", s.waiting},
          {"pool_timeout_ms", e.options.pool_timeout.count()},
          {"counters",
           {{"checkouts", s.checkouts},
            {"connects", s.connects},
            {"connect_failures", s.connect_failures},
            {"closes", s.closes},
            {"timeouts", s.timeouts},
            {"resets", s.resets},
            {"invalidations", s.invalidations},
            {"leaks", s.leaks}}},
          {"time", utc(std::chrono::system_clock::now())}};
}

Json names(const Entries &all) {
  Json list = Json::array();
  for (const auto &e : all)
    list.push_back(e->name);
  return list;
}

std::vector<LeaseInfo> leases(const Core *core) {
  std::vector<LeaseInfo> all = core ? core->leases() : std::vector<LeaseInfo>();
  std::ranges::sort(all, [](const auto &a, const auto &b) { return a.age > b.age; });
  return all;
}

Json lease(const LeaseInfo &l, const Entry &e) {
  Json json = {{"id", l.id},
               {"file", l.file},
               {"line", l.line},
               {"function", l.function},
               {"thread", l.thread},
               {"age_ms", nullptr},
               {"transaction", l.transaction},
               {"doing", l.doing}};
  if (e.options.stamps)
    json["age_ms"] = l.age.count();
  return json;
}

/// What the samples that are kept say of the time since the first.
struct Window {
  std::chrono::milliseconds span{0};
  std::size_t samples = 0, peak = 0, most_waiting = 0, above_pool_size = 0;
  std::uint64_t timeouts = 0, leaks = 0, resets = 0, connect_failures = 0;
};

Window window(Entry &e, const Snapshot &now) {
  Window w;
  w.peak = now.checked_out + now.connecting;
  w.most_waiting = now.waiting;
  const std::scoped_lock lock(e.mutex);
  w.samples = e.history.size();
  if (e.history.empty())
    return w;
  for (const Sample &s : e.history) {
    w.peak = std::max(w.peak, s.snapshot.checked_out + s.snapshot.connecting);
    w.most_waiting = std::max(w.most_waiting, s.snapshot.waiting);
    w.above_pool_size += s.snapshot.overflow > 0;
  }
  const Snapshot &first = e.history.front().snapshot;
  const auto since = [](std::uint64_t a, std::uint64_t b) { return a > b ? a - b : 0; };
  w.span = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now() -
                                                                 e.history.front().at);
  w.timeouts = since(now.timeouts, first.timeouts);
  w.leaks = since(now.leaks, first.leaks);
  w.resets = since(now.resets, first.resets);
  w.connect_failures = since(now.connect_failures, first.connect_failures);
  return w;
}

/// Warnings, and what to do about them; each names the figure that it comes from.
class Advice {
public:
  void warn(const char *figure, const Json &value, const Json &threshold, const char *severity,
            const std::string &message) {
    warnings.push_back({{"figure", figure},
                        {"value", value},
                        {"threshold", threshold},
                        {"severity", severity},
                        {"message", message}});
  }
  void recommend(const char *figure, const std::string &message) {
    recommendations.push_back({{"figure", figure}, {"message", message}});
  }
  Json warnings = Json::array(), recommendations = Json::array();
};

void advise_on_use(Advice &a, const Entry &e, const Snapshot &s, const Window &w,
                   const std::vector<LeaseInfo> &out, const MonitorOptions &o) {
  const double used = e.utilization(s);
  const std::string in = " in the last " + seconds(w.span);
  if (used >= o.warning_percent) {
    const bool critical = used >= o.critical_percent;
    a.warn("utilization_percent", rounded(used, 1),
           critical ? o.critical_percent : o.warning_percent, critical ? "critical" : "warning",
           percent(used) + " of " + many(e.capacity, "connection") + " are in use");
    if (!out.empty() && e.options.stamps)
      a.recommend("utilization_percent",
                  "look at who holds sessions longest first: " + out[0].file + ":" +
                      std::to_string(out[0].line) + " for " + seconds(out[0].age) +
                      (out[0].doing.empty() ? "" : ", " + out[0].doing) +
                      "; what is slow should run without a session");
  }
  if (s.waiting > 0)
    a.warn("waiting", s.waiting, 0, "critical", many(s.waiting, "acquire") + " wait now");
  if (w.timeouts > 0) {
    a.warn("timeouts", w.timeouts, 0, "critical",
           many(w.timeouts, "acquire") + " waited in vain" + in);
    a.recommend("timeouts",
                "shorten the longest leases first; if all are short, raise pool_size (" +
                    std::to_string(e.options.pool_size) + ") or max_overflow (" +
                    std::to_string(e.options.max_overflow) +
                    "): `leasehold-monitor recommend` says by how much");
  }
  if (w.samples >= 10 && w.above_pool_size * 2 > w.samples) {
    a.warn("overflow", s.overflow, 0, "warning",
           "more than pool_size (" + std::to_string(e.options.pool_size) + ") were open in " +
               std::to_string(w.above_pool_size) + " of " + many(w.samples, "sample"));
    a.recommend("overflow", "raise pool_size to " + std::to_string(w.peak) +
                                ", the most that were in use" + in +
                                ": those beyond are opened and closed all the time");
  }
  if (w.samples >= o.samples && w.peak * 4 <= e.options.pool_size)
    a.recommend("checked_out", "pool_size (" + std::to_string(e.options.pool_size) +
                                   ") may be lower: at most " + std::to_string(w.peak) +
                                   " were in use" + in);
}

void advise_on_leases(Advice &a, const std::vector<LeaseInfo> &out, const MonitorOptions &o) {
  std::size_t n = 0, open = 0;
  for (const LeaseInfo &l : out)
    if (l.age >= o.long_lease) {
      ++n;
      open += l.transaction;
    }
  if (n == 0)
    return;
  a.warn("longest_lease_ms", out[0].age.count(), o.long_lease.count(), "warning",
         many(n, "session") + " out for more than " + seconds(o.long_lease) + ", the longest for " +
             seconds(out[0].age) + ", acquired at " + out[0].file + ":" +
             std::to_string(out[0].line));
  a.recommend("longest_lease_ms",
              "`leasehold check` says what is slow while the session is held; give it back before, "
              "and acquire another one after");
  if (open > 0)
    a.warn("transaction", open, 0, "warning",
           std::to_string(open) + " of them in a transaction: the server keeps its locks and old "
                                  "rows that long");
}

void advise_on_faults(Advice &a, const Window &w) {
  const std::string in = " in the last " + seconds(w.span);
  if (w.leaks > 0) {
    a.warn("leaks", w.leaks, 0, "critical",
           many(w.leaks, "lease") + " got older than leak_threshold" + in);
    a.recommend("leaks", "see the incidents for the lines that acquired them; `leasehold check "
                         "--checks leasehold-unguarded-acquire` finds the path that forgets them");
  }
  if (w.resets > 0) {
    a.warn("resets", w.resets, 0, "warning",
           many(w.resets, "session") + " had to be reset" + in +
               ": an open transaction, or changed settings");
    a.recommend("resets", "commit or roll back what is begun: see the incidents");
  }
  if (w.connect_failures > 0) {
    a.warn("connect_failures", w.connect_failures, 0, "critical",
           many(w.connect_failures, "connect") + " failed" + in);
    a.recommend("connect_failures", "is the server up, and its max_connections larger than all "
                                    "pools together? pool.check_against_server() compares");
  }
}

} // namespace

Json view_status(Entry &e, const Core *core, const MonitorOptions &o, const Entries &all) {
  Json json = status_of(e, core, look(core), o);
  json["pools"] = names(all);
  return json;
}

Json view_warnings(Entry &e, const Core *core, const MonitorOptions &o) {
  const Snapshot s = look(core);
  const std::vector<LeaseInfo> out = leases(core);
  const Window w = window(e, s);
  Advice a;
  if (!core || core->closed())
    a.warn("status", "closed", nullptr, "critical", "the pool is closed");
  advise_on_use(a, e, s, w, out, o);
  if (e.options.stamps)
    advise_on_leases(a, out, o);
  advise_on_faults(a, w);
  return {{"pool", e.name},
          {"status", to_string(e.status(core, s, o))},
          {"utilization_percent", rounded(e.utilization(s), 1)},
          {"warning_threshold_percent", o.warning_percent},
          {"critical_threshold_percent", o.critical_percent},
          {"long_lease_threshold_ms", o.long_lease.count()},
          {"window_ms", w.span.count()},
          {"warnings", std::move(a.warnings)},
          {"recommendations", std::move(a.recommendations)},
          {"time", utc(std::chrono::system_clock::now())}};
}

/// Where sessions are held, longest in all first; none without Options::hold_profile.
static Json sites(std::vector<SiteHolds> all) {
  constexpr std::size_t most = 30;
  std::ranges::sort(all, [](const SiteHolds &a, const SiteHolds &b) {
    return std::tie(b.hold.total, a.file, a.line) < std::tie(a.hold.total, b.file, b.line);
  });
  all.resize(std::min(all.size(), most));
  auto ms = [](std::chrono::nanoseconds t) {
    return rounded(std::chrono::duration<double, std::milli>(t).count(), 3);
  };
  Json out = Json::array();
  for (const SiteHolds &s : all) {
    Json buckets = Json::array(); // short, for there are many: microseconds below which, how many
    for (const HoldHistogram::Bucket &b : s.hold.buckets)
      buckets.push_back({b.below.count(), b.count});
    out.push_back({{"file", s.file},
                   {"line", s.line},
                   {"function", s.function},
                   {"count", s.count},
                   {"p50_ms", ms(s.hold.percentile(50))},
                   {"p99_ms", ms(s.hold.percentile(99))},
                   {"max_ms", ms(s.hold.max)},
                   {"total_ms", ms(s.hold.total)},
                   {"timeouts", s.timeouts},
                   {"buckets", std::move(buckets)}});
  }
  return out;
}

Json view_live(Entry &e, const Core *core, const MonitorOptions &o, const Entries &all) {
  const Snapshot now = look(core);
  Json json = {{"pools", names(all)},
               {"status", status_of(e, core, now, o)},
               {"thresholds", {{"warning", o.warning_percent}, {"critical", o.critical_percent}}},
               {"sample_every_ms", o.sample_every.count()}};
  Json out = Json::array();
  for (const LeaseInfo &l : leases(core))
    out.push_back(lease(l, e));
  json["leases"] = std::move(out);
  HoldProfile profile = core ? core->holds() : HoldProfile();
  json["resolution_ms"] = std::chrono::duration<double, std::milli>(profile.resolution).count();
  json["sites"] = sites(std::move(profile.sites));
  const Json advice = view_warnings(e, core, o);
  json["warnings"] = advice["warnings"];
  json["recommendations"] = advice["recommendations"];
  Json history = Json::array(), incidents = Json::array();
  const std::scoped_lock lock(e.mutex, e.heard->mutex);
  // Short, for there are many: time, in use, idle, waiting, leases and timeouts so far.
  for (const Sample &s : e.history)
    history.push_back({unix_ms(s.at), s.snapshot.checked_out + s.snapshot.connecting,
                       s.snapshot.checked_in, s.snapshot.waiting, s.snapshot.checkouts,
                       s.snapshot.timeouts});
  for (const Incident &i : e.heard->incidents)
    incidents.push_back({{"kind", i.kind},
                         {"site", i.site.empty() ? "" : i.site + ":" + std::to_string(i.line)},
                         {"count", i.count},
                         {"first", utc(i.first)},
                         {"last", utc(i.last)},
                         {"message", i.message}});
  json["history"] = std::move(history);
  json["incidents"] = std::move(incidents);
  return json;
}

Json view_health(const Entries &entries, const MonitorOptions &o, bool &healthy) {
  const Deadline until = deadline_in(o.probe_timeout);
  healthy = true;
  Json pools = Json::array();
  for (const auto &e : entries)
    e->health.start();
  for (const auto &e : entries) {
    const std::optional<Health> h = e->health.get(until);
    const bool well = h && h->healthy;
    healthy = healthy && well;
    Json one = {{"pool", e->name},
                {"database_type", e->watched.database_type},
                {"status", well ? "healthy" : "unhealthy"}};
    if (h)
      one["response_ms"] = rounded(h->milliseconds, 3);
    if (!well)
      one["error"] = h ? h->error : "no answer within " + seconds(o.probe_timeout);
    pools.push_back(std::move(one));
  }
  return {{"status", healthy ? "healthy" : "unhealthy"},
          {"databases", std::move(pools)},
          {"version", LEASEHOLD_POOL_VERSION},
          {"time", utc(std::chrono::system_clock::now())}};
}

Json view_server(Entry &e, const MonitorOptions &o, int &status) {
  Json json = {{"pool", e.name}, {"database_type", e.watched.database_type}};
  if (!e.watched.server_view) {
    json["available"] = false;
    json["reason"] = "this database has no server that could be asked";
    return json;
  }
  const std::optional<Viewed> v = e.server.get(deadline_in(o.probe_timeout));
  json["available"] = v && v->error.empty();
  if (!v || !v->error.empty()) {
    status = 503;
    json["reason"] = v ? v->error : "no answer within " + seconds(o.probe_timeout);
    return json;
  }
  const ServerView &view = v->view;
  Json connections = Json::array(), warnings = Json::array();
  std::size_t idle_in_transaction = 0;
  std::chrono::milliseconds longest{0};
  for (const ServerConnection &c : view.connections) {
    idle_in_transaction += c.idle_in_transaction;
    if (c.idle_in_transaction)
      longest = std::max(longest, c.in_state);
    connections.push_back({{"id", c.id},
                           {"application", c.application},
                           {"client", c.client},
                           {"state", c.state},
                           {"in_state_ms", c.in_state.count()},
                           {"transaction_ms", c.transaction.count()},
                           {"idle_in_transaction", c.idle_in_transaction},
                           {"statement", c.statement}});
  }
  const std::size_t seen = view.connections.size();
  const std::size_t unknown = seen > v->pool_total ? seen - v->pool_total : 0;
  if (unknown > 0)
    warnings.push_back(many(unknown, "connection") + " of this user and application that this pool "
                                                     "does not know: another instance's, or lost");
  if (longest >= o.long_lease)
    warnings.push_back("a session has been idle in a transaction for " + seconds(longest));
  if (view.max_connections > 0 && view.server_connections * 100 >= view.max_connections * 90)
    warnings.push_back(std::to_string(view.server_connections) + " of " +
                       std::to_string(view.max_connections) +
                       " connections of the server are taken");
  if (!view.sees_transactions)
    warnings.push_back("this user may not see transactions (MariaDB: the privilege PROCESS)");
  json["application"] = view.application;
  json["server_connections"] = view.server_connections;
  json["max_connections"] = view.max_connections;
  json["pool_connections"] = v->pool_total;
  json["connections_seen"] = seen;
  json["not_in_pool"] = unknown;
  json["idle_in_transaction"] = view.sees_transactions ? Json(idle_in_transaction) : Json();
  json["longest_idle_in_transaction_ms"] = longest.count();
  json["warnings"] = std::move(warnings);
  json["connections"] = std::move(connections);
  json["time"] = utc(std::chrono::system_clock::now());
  return json;
}

} // namespace leasehold::detail
