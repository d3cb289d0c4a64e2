// leasehold-monitor --mode test: does a database answer, and how fast?
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "commands.h"
#include "databases.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <ostream>

namespace leasehold::tools {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

struct Result {
  std::string type;
  std::vector<double> acquire, total;          ///< ms, of the probes that succeeded
  std::map<std::string, std::size_t> failures; ///< by message
  std::size_t probes = 0;
  Snapshot pool;
};

/// The value that `share` of all do not exceed: nearest rank.
double percentile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::max<std::size_t>(rank, 1) - 1];
}

template <class D> Result measure(D driver, const TestArguments &a) {
  Options o;
  o.name = "test";
  o.pool_size = 1;
  o.max_overflow = 0;
  o.pool_timeout = std::chrono::milliseconds(std::llround(std::max(1.0, a.timeout * 1000)));
  o.pre_ping_after = std::chrono::milliseconds(0); // a dead connection is replaced, and counted
  Pool<D> pool(std::move(driver), o);
  Result r;
  r.type = D::database_type;
  for (std::size_t n = 0; n < a.count && !interrupted(); ++n) {
    if (n > 0 && !pause_for(a.interval))
      break;
    ++r.probes;
    const auto began = Clock::now();
    try {
      auto session = pool.acquire();
      const auto acquired = Clock::now();
      (void)session->query("SELECT 1");
      r.acquire.push_back(Milliseconds(acquired - began).count());
      r.total.push_back(Milliseconds(Clock::now() - began).count());
    } catch (const Error &e) {
      ++r.failures[e.what()];
    }
  }
  r.pool = pool.snapshot();
  return r;
}

Json latencies(const std::vector<double> &values) {
  if (values.empty())
    return nullptr;
  const auto rounded = [](double v) { return std::round(v * 1000) / 1000; };
  return {{"p50", rounded(percentile(values, 0.5))},
          {"p95", rounded(percentile(values, 0.95))},
          {"p99", rounded(percentile(values, 0.99))},
          {"max", rounded(percentile(values, 1))}};
}

} // namespace

int probe(const TestArguments &a, std::ostream &out) {
  const auto answer = std::chrono::milliseconds(std::llround(std::max(1.0, a.timeout * 1000)));
  const Result r =
      with_driver(a.database, answer, [&a](auto driver) { return measure(std::move(driver), a); });
  std::size_t failed = 0;
  for (const auto &[message, n] : r.failures)
    failed += n;
  const std::uint64_t reconnects = r.pool.connects > 0 ? r.pool.connects - 1 : 0;
  if (a.json) {
    Json errors = Json::array();
    for (const auto &[message, n] : r.failures)
      errors.push_back({{"message", message}, {"count", n}});
    out << Json{{"database_type", r.type},
                {"probes", r.probes},
                {"successes", r.total.size()},
                {"failures", failed},
                {"reconnects", reconnects},
                {"dead_connections", r.pool.invalidations},
                {"acquire_ms", latencies(r.acquire)},
                {"total_ms", latencies(r.total)},
                {"errors", errors}}
               .dump(2, ' ', false, Json::error_handler_t::replace)
        << '\n';
  } else {
    out << r.type << ": " << r.probes << " probes, " << r.total.size() << " succeeded, " << failed
        << " failed, " << reconnects << " reconnects\n";
    const auto line = [&](const char *name, const std::vector<double> &values) {
      if (values.empty())
        return;
      char text[128];
      (void)std::snprintf(text, sizeof text, "%-8s p50 %.3f  p95 %.3f  p99 %.3f  max %.3f ms\n",
                          name, percentile(values, 0.5), percentile(values, 0.95),
                          percentile(values, 0.99), percentile(values, 1));
      out << text;
    };
    line("acquire", r.acquire);
    line("total", r.total);
    for (const auto &[message, n] : r.failures)
      out << n << " times: " << message << '\n';
  }
  return failed > 0 || r.probes == 0 ? unwell : well;
}

} // namespace leasehold::tools
