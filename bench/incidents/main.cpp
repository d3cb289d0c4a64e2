// Drives one of test-inputs/services, before or after its cure, with many clients at a time, and
// prints as JSON what came of it. bench/incidents.sh puts the two side by side.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Service.h"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <iostream>
#include <leasehold/hold_file.h>
#include <leasehold/monitor.h>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono;

double ms(nanoseconds t) { return duration<double, std::milli>(t).count(); }

struct Load {
  std::string database, holds;
  double seconds = 5, scale = 0.01;
  std::size_t pool = 20, clients = 30;
  std::uint16_t port = 0;
};

struct Seen {
  std::atomic<std::uint64_t> done{0}, failed{0};
  std::mutex mutex;
  std::vector<double> latencies; ///< milliseconds, of those that were done; under the mutex
  double utilization = 0;        ///< the mean, in percent
};

leasehold::Options options(const Load &load) {
  leasehold::Options o;
  o.name = "incidents";
  o.pool_size = load.pool;
  o.max_overflow = 0;
  o.pool_timeout = std::max(milliseconds(50), Scale{load.scale}.of(o.pool_timeout));
  o.hold_profile = true;
  return o;
}

void make_tables(SessionPool &pool) {
  const Session session = pool.acquire();
#ifndef INCIDENTS_POSTGRES
  session->query("PRAGMA journal_mode = WAL");
  session->query("PRAGMA synchronous = NORMAL");
#endif
  session->execute(Service::schema);
}

void drive(Service &service, SessionPool &pool, const Load &load, Seen &seen) {
  const auto end = steady_clock::now() + duration_cast<nanoseconds>(duration<double>(load.seconds));
  std::atomic<std::int64_t> next{1};
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < load.clients; ++i)
    clients.emplace_back([&] {
      std::vector<double> mine;
      while (steady_clock::now() < end) {
        const auto began = steady_clock::now();
        try {
          service.request(next++);
          ++seen.done;
          mine.push_back(ms(steady_clock::now() - began));
        } catch (const std::exception &e) {
          if (seen.failed == 0)
            std::cerr << "incidents: the first that failed: " << e.what() << "\n";
          ++seen.failed;
          std::this_thread::sleep_for(1ms); // what a client does at least
        }
      }
      const std::scoped_lock lock(seen.mutex);
      seen.latencies.insert(seen.latencies.end(), mine.begin(), mine.end());
    });
  double sum = 0;
  unsigned samples = 0;
  for (; steady_clock::now() < end; ++samples, std::this_thread::sleep_for(5ms))
    sum += 100.0 * static_cast<double>(pool.snapshot().checked_out) / static_cast<double>(load.pool);
  seen.utilization = samples ? sum / samples : 0;
  for (std::thread &t : clients)
    t.join();
}

double percentile(std::vector<double> &all, double p) {
  if (all.empty())
    return 0;
  std::ranges::sort(all);
  return all[std::min(all.size() - 1, static_cast<std::size_t>(static_cast<double>(all.size()) * p))];
}

int run(const Load &load) {
  SessionPool pool(Database(load.database), options(load));
  make_tables(pool);
  std::optional<leasehold::Monitor> monitor;
  if (load.port != 0) {
    monitor.emplace(leasehold::MonitorOptions{.port = load.port});
    monitor->add("incidents", pool);
  }
  std::optional<leasehold::HoldFile> file;
  if (!load.holds.empty())
    file.emplace(load.holds, pool);
  Seen seen;
  {
    Service service(pool, Scale{load.scale});
    drive(service, pool, load, seen);
  }
  leasehold::HoldHistogram hold;
  for (const leasehold::SiteHolds &site : pool.holds().sites)
    hold.add(site.hold);
  const std::uint64_t out = pool.snapshot().checked_out;
  std::cout << nlohmann::ordered_json{
                   {"requests", seen.done.load()},
                   {"failed", seen.failed.load()},
                   {"timeouts", pool.snapshot().timeouts},
                   {"requests_per_second", static_cast<double>(seen.done) / load.seconds},
                   {"latency_p50_ms", percentile(seen.latencies, 0.5)},
                   {"latency_p99_ms", percentile(seen.latencies, 0.99)},
                   {"leases", hold.count},
                   {"hold_mean_ms", hold.count ? ms(hold.total) / static_cast<double>(hold.count) : 0},
                   {"hold_max_ms", ms(hold.max)},
                   {"utilization_percent", seen.utilization},
                   {"never_given_back", out}}
                   .dump()
            << "\n";
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  Load load;
  CLI::App app("Drives a service with an incident in it, or mended.");
  app.add_option("database", load.database, "A file for SQLite, or a connection string")->required();
  app.add_option("--seconds", load.seconds)->check(CLI::PositiveNumber);
  app.add_option("--scale", load.scale, "Of the slow work's time")->check(CLI::Range(0.0, 1.0));
  app.add_option("--pool", load.pool)->check(CLI::PositiveNumber);
  app.add_option("--clients", load.clients)->check(CLI::PositiveNumber);
  app.add_option("--holds", load.holds, "Write the hold profile there");
  app.add_option("--monitor", load.port, "The port of a monitor to look at meanwhile");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(load);
  } catch (const std::exception &e) {
    std::cerr << "incidents: " << e.what() << "\n";
    return 2;
  }
}
