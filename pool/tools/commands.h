// What leasehold-monitor can do.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_TOOLS_COMMANDS_H
#define LEASEHOLD_TOOLS_COMMANDS_H

#include <chrono>
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace leasehold::tools {

using Json = nlohmann::ordered_json;

/// Exit statuses, for scripts.
enum Exit { well = 0, unwell = 1, could_not_run = 2 };

/// Nothing can be done; the message is one line for the user.
class Failure : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

struct MonitorArguments {
  std::string url, pool, token;
  double interval = 2;   ///< seconds
  std::size_t count = 0; ///< looks; 0: until interrupted
  bool json = false;
  bool terminal = false; ///< draw a table in place, instead of lines
};

struct TestArguments {
  std::string database;
  std::size_t count = 10;
  double interval = 1; ///< seconds
  double timeout = 5;  ///< seconds, of one probe
  bool json = false;
};

struct RecommendArguments {
  unsigned cores = 0; ///< 0: this machine's
  unsigned spindles = 1;
  std::string url, pool, token; ///< a monitor that has measured
  std::optional<double> rate, hold_ms;
  double wait_ms = 10, wait_share = 0.01;
  unsigned instances = 1, nesting = 1, threads = 0;
  std::optional<std::int64_t> max_connections;
  std::int64_t reserved = 3;
  bool json = false;
};

/// Each returns an Exit and throws Failure. `out` gets the result.
int watch(const MonitorArguments &arguments, std::ostream &out);
int probe(const TestArguments &arguments, std::ostream &out);
int recommend(const RecommendArguments &arguments, std::ostream &out);

/// The command line; what cannot be done is one line to `err`.
int run(const std::vector<std::string> &arguments, std::ostream &out, std::ostream &err,
        bool terminal);

/// Sleeps, unless interrupted. False: interrupted, by Ctrl-C or SIGTERM.
bool pause_for(double seconds);
bool interrupted() noexcept;
void watch_for_interrupts();

/// A page of a monitor. Throws Failure; one that says 503 has a body as well.
Json fetch(const std::string &url, const std::string &path, const std::string &pool,
           const std::string &token);

/// The smallest number of servers at which, of those who arrive at `load` (Erlang), at most `share`
/// wait longer than `wait` mean hold times: Erlang C, for arrivals and holds that are random.
unsigned servers_for(double load, double wait, double share);

} // namespace leasehold::tools

#endif // LEASEHOLD_TOOLS_COMMANDS_H
