// The rows' names, and the program.
//
// Google Benchmark adds what it was told of a row ("/manual_time") to its name. Here a row has the
// name that it was given: in what is printed, and for --benchmark_filter, which is ours.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "measure.h"
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <numeric>
#include <regex>
#include <string_view>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace leasehold::bench {

namespace {

struct Filter {
  std::regex pattern{""};
  bool inverted = false;
  void set(std::string_view text) {
    inverted = text.starts_with('-');
    if (inverted)
      text.remove_prefix(1);
    pattern = text == "all" ? "" : std::string(text);
  }
};
Filter &filter() {
  static Filter f;
  return f;
}
std::vector<std::string> &rows() {
  static std::vector<std::string> r;
  return r;
}

template <class Reporter> class Exact : public Reporter {
public:
  using Reporter::Reporter;
  void ReportRuns(const std::vector<benchmark::BenchmarkReporter::Run> &runs) override {
    auto named = runs;
    for (auto &run : named) {
      auto &n = run.run_name;
      for (std::string *part :
           {&n.args, &n.min_time, &n.iterations, &n.repetitions, &n.time_type, &n.threads})
        part->clear();
    }
    Reporter::ReportRuns(named);
  }
};

} // namespace

bool wanted(const std::string &row) {
  return std::regex_search(row, filter().pattern) != filter().inverted;
}

benchmark::internal::Benchmark *add(const std::string &row,
                                    std::function<void(benchmark::State &)> body) {
  rows().push_back(row);
  return benchmark::RegisterBenchmark(row.c_str(), std::move(body))->UseManualTime();
}

void keep_busy() {
  const auto end = Clock::now() + std::chrono::microseconds(20);
  while (Clock::now() < end) {
  }
}

void sleep() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

std::size_t heap() noexcept {
#ifdef __GLIBC__
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

void Queueing::report(benchmark::State &state) const {
  std::vector<std::int64_t> sorted;
  for (const auto &s : samples_)
    sorted.insert(sorted.end(), s.begin(), s.end());
  if (sorted.empty())
    return;
  std::ranges::sort(sorted);
  auto at = [&](double share) {
    return static_cast<double>(
        sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))]);
  };
  state.counters["p50"] = at(0.5);
  state.counters["p99"] = at(0.99);
  state.counters["p99.9"] = at(0.999);
  state.counters["max"] = at(1);
  state.counters["mean"] =
      std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
  state.counters["per_second"] =
      static_cast<double>(sorted.size()) / std::chrono::duration<double>(end_ - start_).count();
}

} // namespace leasehold::bench

// NOLINTNEXTLINE(bugprone-exception-escape): then it ends with a message, as it should
int main(int argc, char **argv) {
  using namespace leasehold::bench;
  bool json = false, list = false, out = false;
  std::string_view least;
  std::vector<char *> rest{argv[0]};
  for (int i = 1; i < argc; ++i) {
    std::string_view arg = argv[i];
    auto is = [&](std::string_view flag) {
      if (!arg.starts_with(flag))
        return false;
      arg.remove_prefix(flag.size());
      return true;
    };
    if (is("--benchmark_filter=")) {
      filter().set(arg);
    } else if (is("--benchmark_format=")) {
      json = arg == "json";
    } else if (is("--benchmark_list_tests")) {
      list = arg != "=false";
    } else {
      out = out || is("--benchmark_out=");
      least = is("--benchmark_min_time=") ? arg : least;
      rest.push_back(argv[i]);
    }
  }
  static char default_least[] = "--benchmark_min_time=0.2";
  if (least.empty())
    rest.push_back(default_least);

  measure_ours();
#ifdef HAVE_LOCKFREE
  measure_lockfree();
#endif
#ifdef HAVE_SOCI
  measure_soci();
#endif
#ifdef HAVE_POCO
  measure_poco();
#endif
#ifdef HAVE_POCO_DATA
  measure_poco_data();
#endif
#ifdef HAVE_ZDB
  measure_zdb();
#endif
#ifdef HAVE_CPPDB
  measure_cppdb();
#endif
  if (list) {
    for (const std::string &row : rows())
      std::puts(row.c_str());
    return 0;
  }
  if (rows().empty()) {
    std::fputs("pool_bench: no row has such a name; see --benchmark_list_tests\n", stderr);
    return 1;
  }

  auto count = static_cast<int>(rest.size());
  benchmark::Initialize(&count, rest.data());
  if (benchmark::ReportUnrecognizedArguments(count, rest.data()))
    return 1;
  std::unique_ptr<benchmark::BenchmarkReporter> display, file;
  if (json)
    display = std::make_unique<Exact<benchmark::JSONReporter>>();
  else
    display =
        std::make_unique<Exact<benchmark::ConsoleReporter>>(benchmark::ConsoleReporter::OO_None);
  if (out)
    file = std::make_unique<Exact<benchmark::JSONReporter>>();
  benchmark::RunSpecifiedBenchmarks(display.get(), file.get());
  benchmark::Shutdown();
}
