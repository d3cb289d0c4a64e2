// What a monitor that is asked all the time costs the threads that use the pool.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One thread acquires and gives back; another asks /api/monitoring/db-pool so many times a second.
// Rounds with and without questions take turns; each figure is the median of its rounds.

#include "leasehold/monitor.h"
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <httplib.h>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Nothing {
  using connection = int;
  int open(leasehold::Deadline /*until*/) { return 0; }
  bool ping(int & /*c*/, leasehold::Deadline /*until*/) { return true; }
  bool broken(const int & /*c*/) noexcept { return false; }
  bool in_transaction(const int & /*c*/) noexcept { return false; }
  void begin(int & /*c*/) {}
  void commit(int & /*c*/) {}
  void rollback(int & /*c*/) {}
};

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

struct Round {
  double wall_ns, cpu_ns; ///< per acquire and give-back
};
Round use(leasehold::Pool<Nothing> &pool, std::chrono::milliseconds length) {
  std::uint64_t n = 0;
  const auto began = Clock::now();
  const double cpu = cpu_seconds();
  for (const auto end = began + length; Clock::now() < end; n += 10'000)
    for (int i = 0; i < 10'000; ++i)
      (void)pool.acquire();
  const double all = static_cast<double>(n);
  return {std::chrono::duration<double, std::nano>(Clock::now() - began).count() / all,
          (cpu_seconds() - cpu) * 1e9 / all};
}

double median(std::vector<double> v) {
  std::ranges::sort(v);
  return v[v.size() / 2];
}

} // namespace

int main(int argc, char **argv) {
  const double per_second = argc > 1 ? std::atof(argv[1]) : 1000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 15;
  if (per_second <= 0 || rounds < 1) {
    std::fprintf(stderr, "usage: %s [requests per second] [rounds]\n", argv[0]);
    return 2;
  }
  leasehold::Pool<Nothing> pool(Nothing{});
  leasehold::Monitor monitor;
  monitor.add("main", pool);

  std::atomic<bool> over{false}, asking{false};
  std::atomic<std::uint64_t> answers{0}, failures{0};
  std::thread client([&] {
    httplib::Client c("127.0.0.1", monitor.port());
    c.set_keep_alive(true);
    c.set_tcp_nodelay(true);
    const auto step = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(1 / per_second));
    auto next = Clock::now();
    while (!over) {
      if (!asking) {
        std::this_thread::sleep_for(1ms);
        next = Clock::now();
        continue;
      }
      const auto a = c.Get("/api/monitoring/db-pool");
      ++(a && a->status == 200 ? answers : failures);
      next += step;
      std::this_thread::sleep_until(next);
    }
  });

  (void)use(pool, 200ms);
  std::vector<double> wall[2], cpu[2];
  double asked = 0;
  for (int i = 0; i < rounds; ++i)
    for (const bool with : {false, true}) {
      asking = with;
      std::this_thread::sleep_for(20ms);
      const std::uint64_t before = answers;
      const auto began = Clock::now();
      const Round r = use(pool, 300ms);
      wall[with].push_back(r.wall_ns);
      cpu[with].push_back(r.cpu_ns);
      if (with)
        asked += static_cast<double>(answers - before) /
                 std::chrono::duration<double>(Clock::now() - began).count() / rounds;
    }
  over = true;
  client.join();
  std::printf("monitor/requests %.0f per second, %llu failed\n", asked,
              static_cast<unsigned long long>(failures.load()));
  std::printf("monitor/without %.2f ns, monitor/with %.2f ns per acquire and give-back\n",
              median(wall[0]), median(wall[1]));
  std::printf("monitor/slowdown %.3f ratio\n", median(wall[1]) / median(wall[0]));
  std::printf("monitor/slowdown-cpu %.3f ratio\n", median(cpu[1]) / median(cpu[0]));
  return failures == 0 ? 0 : 1;
}
