// leasehold-monitor recommend: pool_size and max_overflow, and why.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "commands.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ostream>
#include <thread>

namespace leasehold::tools {
namespace {

constexpr std::int64_t most_to_start_with = 32;

/// How a pool is used.
struct Use {
  double rate = 0;    ///< leases per second
  double hold_ms = 0; ///< in the mean
  std::string from;
};

std::string number(double value, const char *format = "%.1f") {
  char text[64];
  (void)std::snprintf(text, sizeof text, format, value);
  return text;
}

/// From a monitor's history: leases per second, and by Little's law how long each was out.
std::optional<Use> measured(const RecommendArguments &a) {
  const Json live = fetch(a.url, "/api/monitoring/db-pool/live", a.pool, a.token);
  const Json history = live.value("history", Json::array());
  if (history.size() < 2)
    return std::nullopt;
  // Of each sample: time in ms, in use, idle, waiting, leases so far.
  const double seconds =
      (history.back()[0].get<double>() - history.front()[0].get<double>()) / 1000;
  const double leases = history.back()[4].get<double>() - history.front()[4].get<double>();
  double in_use = 0;
  for (const Json &s : history)
    in_use += s[1].get<double>();
  in_use /= static_cast<double>(history.size());
  if (seconds <= 0 || leases <= 0)
    return std::nullopt;
  Use use;
  use.rate = leases / seconds;
  use.hold_ms = in_use / use.rate * 1000;
  use.from = "measured by " + a.url + " in " + number(seconds) + " s: " + number(use.rate) +
             " leases/s, " + number(in_use, "%.2f") + " out in the mean, so each for " +
             number(use.hold_ms, "%.2f") + " ms (Little's law)";
  return use;
}

class Proposals {
public:
  void add(const char *what, std::int64_t size, const std::string &from) {
    list.push_back({{"proposal", what}, {"connections", size}, {"from", from}});
  }
  void remark(const std::string &text) { remarks.push_back(text); }
  Json list = Json::array(), remarks = Json::array();
};

std::int64_t by_queueing(const Use &use, const RecommendArguments &a, Proposals &p) {
  const double load = use.rate * use.hold_ms / 1000;
  const auto n = static_cast<std::int64_t>(
      servers_for(load, use.hold_ms > 0 ? a.wait_ms / use.hold_ms : 0, a.wait_share));
  p.add("queueing", n,
        number(use.rate) + " leases/s for " + number(use.hold_ms, "%.2f") + " ms are " +
            number(load, "%.2f") + " at a time in the mean; with " + std::to_string(n) +
            " at most " + number(a.wait_share * 100, "%g") + " % wait longer than " +
            number(a.wait_ms, "%g") + " ms (Erlang C); " + use.from);
  if (use.hold_ms >= 1000) {
    const double less = use.hold_ms / 10;
    p.remark("sessions are held for " + number(use.hold_ms / 1000) +
             " s in the mean: shorten that first; with a tenth of it " +
             std::to_string(servers_for(load / 10, a.wait_ms / less, a.wait_share)) +
             " connections do");
  }
  return n;
}

/// What each instance may have, by the server's limit; nothing when nobody knows that.
std::optional<std::int64_t> by_server(const RecommendArguments &a, Proposals &p) {
  std::optional<std::int64_t> most = a.max_connections;
  std::string from = "--max-connections";
  std::int64_t others = 0;
  if (!most && !a.url.empty()) {
    const Json server = fetch(a.url, "/api/monitoring/db-pool/server", a.pool, a.token);
    if (server.value("available", false) && server.value("max_connections", 0) > 0) {
      most = server["max_connections"].get<std::int64_t>();
      // The one that asked is not there the rest of the time.
      others = std::max<std::int64_t>(0, server.value("server_connections", 0LL) - 1 -
                                             server.value("connections_seen", 0LL));
      from = "the server";
    }
  }
  if (!most)
    return std::nullopt;
  const std::int64_t each = std::max<std::int64_t>(0, (*most - a.reserved - others) / a.instances);
  p.add("limit", each,
        "max_connections " + std::to_string(*most) + " (" + from + ") - " +
            std::to_string(a.reserved) + " reserved - " + std::to_string(others) +
            " of others, for each of " + std::to_string(a.instances) +
            " instances; pool_size and "
            "max_overflow together");
  return each;
}

void write(const Proposals &p, const Json &result, bool json, std::ostream &out) {
  if (json) {
    Json all = result;
    all["proposals"] = p.list;
    all["remarks"] = p.remarks;
    out << all.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    return;
  }
  for (const Json &one : p.list) {
    char text[64];
    (void)std::snprintf(text, sizeof text, "%-9s %5lld  ",
                        one["proposal"].get<std::string>().c_str(),
                        one["connections"].get<long long>());
    out << text << one["from"].get<std::string>() << '\n';
  }
  for (const Json &remark : p.remarks)
    out << "note: " << remark.get<std::string>() << '\n';
  out << "pool_size " << result["pool_size"] << ", max_overflow " << result["max_overflow"] << '\n';
}

} // namespace

/// Erlang B by its recursion, which neither over- nor underflows; Erlang C from it.
unsigned servers_for(double load, double wait, double share) {
  double blocked = 1;
  for (unsigned n = 1;; ++n) {
    blocked = load * blocked / (n + load * blocked);
    if (n <= load)
      continue;
    const double waits = blocked / (1 - load / n * (1 - blocked));
    if (waits * std::exp(-(n - load) * wait) <= share || n >= 1'000'000)
      return n;
  }
}

int recommend(const RecommendArguments &a, std::ostream &out) {
  if (a.rate.has_value() != a.hold_ms.has_value())
    throw Failure("--rate and --hold-ms go together");
  if (a.nesting > 1 && a.threads == 0)
    throw Failure("--nesting needs --threads");
  Proposals p;
  const unsigned cores = a.cores ? a.cores : std::max(1U, std::thread::hardware_concurrency());
  std::int64_t size = std::min<std::int64_t>(most_to_start_with, cores * 2 + a.spindles);
  p.add("start", size,
        std::to_string(cores) + " cores" + (a.cores ? "" : " (of this machine)") + " * 2 + " +
            std::to_string(a.spindles) +
            " spindles, at most 32: what a database can work on at "
            "a time");
  std::optional<Use> use;
  if (a.rate)
    use = Use{*a.rate, *a.hold_ms, "from --rate and --hold-ms"};
  else if (!a.url.empty())
    use = measured(a);
  if (use)
    size = by_queueing(*use, a, p);
  else if (!a.url.empty())
    p.remark("the monitor has seen no leases yet: nothing is measured");
  if (a.nesting > 1) {
    const std::int64_t least = std::int64_t{a.threads} * (a.nesting - 1) + 1;
    p.add("nesting", least,
          std::to_string(a.threads) + " threads * (" + std::to_string(a.nesting) +
              " sessions at a time - 1) + 1: with fewer all may wait for each other");
    size = std::max(size, least);
  }
  std::int64_t overflow = 2 * size;
  if (const auto limit = by_server(a, p)) {
    if (*limit < 1)
      throw Failure(
          "the server has no connection left for this pool: raise its max_connections, or "
          "have fewer instances");
    if (size > *limit)
      p.remark(std::to_string(size) + " would be right, and the server allows " +
               std::to_string(*limit) + ": shorten holds, or put a pooler between");
    size = std::min(size, *limit);
    overflow = std::min(overflow, *limit - size);
  }
  p.add("overflow", overflow, "twice pool_size, as far as the server's limit allows");
  write(p, {{"pool_size", size}, {"max_overflow", overflow}}, a.json, out);
  return well;
}

} // namespace leasehold::tools
