// What the monitor knows of its pools.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "state.h"
#include <algorithm>
#include <cmath>
#include <ctime>

namespace leasehold {

const char *to_string(PoolStatus status) noexcept {
  switch (status) {
  case PoolStatus::healthy:
    return "healthy";
  case PoolStatus::warning:
    return "warning";
  case PoolStatus::critical:
    return "critical";
  case PoolStatus::closed:
    break;
  }
  return "closed";
}

namespace detail {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

std::string write(const Json &json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::int64_t unix_ms(WallTime time) {
  return duration_cast<milliseconds>(time.time_since_epoch()).count();
}

double rounded(double value, int digits) {
  const double scale = std::pow(10, digits);
  return std::round(value * scale) / scale;
}

namespace {

constexpr std::size_t most_incidents = 100;

const char *incident_kind(Event::Kind kind) {
  switch (kind) {
  case Event::leak:
    return "leak";
  case Event::reset:
    return "abandoned transaction";
  case Event::timeout:
    return "timeout";
  case Event::nested:
    return "nested acquire";
  case Event::slow:
    return "slow work";
  case Event::invalidate:
    return "dead connection";
  case Event::connect_failed:
    return "connect failed";
  default:
    return nullptr;
  }
}

/// What of probe_timeout the question itself may take. The rest is for its answer, such as who
/// holds the sessions, to be worded and to reach who waits for it on a machine that is busy.
milliseconds to_ask(const MonitorOptions &o) {
  return std::max(milliseconds(1), o.probe_timeout * 3 / 4);
}

Options without_handlers(Options o) {
  o.on_event = nullptr;
  return o;
}

Health ask_through(std::uint64_t id, milliseconds timeout) {
  Health h;
  const Deadline began = Clock::now();
  try {
    const std::shared_ptr<Core> core = Core::find(id);
    if (!core)
      throw ClosedError("the pool is gone");
    h.healthy = core->probe(timeout, std::source_location::current());
    if (!h.healthy)
      h.error = "the server did not answer";
  } catch (const std::exception &e) {
    h.error = e.what();
  }
  h.milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
  return h;
}

Viewed ask_server(const Watched &watched, milliseconds timeout) {
  Viewed v;
  try {
    const std::shared_ptr<Core> core = Core::find(watched.core);
    if (!core)
      throw ClosedError("the pool is gone");
    const std::size_t before = core->snapshot().total;
    v.view = watched.server_view(*core, deadline_in(timeout));
    v.pool_total = std::max(before, core->snapshot().total);
  } catch (const std::exception &e) {
    v.error = e.what();
  }
  return v;
}

} // namespace

void Heard::hear(const Event &event) {
  const char *kind = incident_kind(event.kind);
  if (!kind)
    return;
  const WallTime now = std::chrono::system_clock::now();
  const std::string site = event.site ? event.site : "";
  const bool alerts_too = event.kind == Event::leak || event.kind == Event::reset;
  {
    const std::scoped_lock lock(mutex);
    if (alerts_too && alerts.size() < most_incidents) {
      Alert a;
      a.kind = event.kind == Event::leak ? Alert::leak : Alert::abandoned_transaction;
      a.message = event.message;
      a.site = site;
      a.line = event.line;
      a.at = now;
      alerts.push_back(std::move(a));
    }
    auto i = std::ranges::find_if(incidents, [&](const Incident &x) {
      return x.kind == kind && x.line == event.line && x.site == site;
    });
    if (i == incidents.end()) {
      if (incidents.size() >= most_incidents)
        incidents.erase(std::ranges::min_element(incidents, {}, &Incident::last));
      i = incidents.insert(incidents.end(), {kind, site, event.line, 0, now, now, ""});
    }
    ++i->count;
    i->last = now;
    i->message = event.message;
  }
  if (!alerts_too)
    return;
  const std::scoped_lock lock(bell->mutex);
  bell->ring = true;
  bell->rung.notify_all();
}

Entry::Entry(std::string name, Core &core, Watched watched, const MonitorOptions &monitor,
             std::shared_ptr<Bell> bell)
    : name(std::move(name)), watched(std::move(watched)), options(without_handlers(core.options())),
      capacity(core.capacity()), timeouts(core.snapshot().timeouts),
      heard(std::make_shared<Heard>(std::move(bell))),
      listener(core.listen([h = heard](const Event &event) { h->hear(event); })),
      health([id = this->watched.core, t = to_ask(monitor)] { return ask_through(id, t); }),
      server([w = this->watched, t = to_ask(monitor)] { return ask_server(w, t); }) {}

double Entry::utilization(const Snapshot &s) const {
  return 100.0 * static_cast<double>(s.checked_out + s.connecting) / static_cast<double>(capacity);
}

PoolStatus Entry::status(const Core *core, const Snapshot &s, const MonitorOptions &o) const {
  if (!core || core->closed())
    return PoolStatus::closed;
  const double percent = utilization(s);
  return percent < o.warning_percent    ? PoolStatus::healthy
         : percent < o.critical_percent ? PoolStatus::warning
                                        : PoolStatus::critical;
}

} // namespace detail
} // namespace leasehold
