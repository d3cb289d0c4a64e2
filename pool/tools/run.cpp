// The command line of leasehold-monitor.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "../src/monitor/url.h"
#include "commands.h"
#include "describe.h"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <httplib.h>
#include <iostream>
#include <leasehold/version.h>
#include <thread>

namespace leasehold::tools {

namespace {

volatile std::sig_atomic_t stopped = 0;

std::string escaped(const std::string &text) {
  std::string all;
  for (const unsigned char c : text)
    if (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.') {
      all += static_cast<char>(c);
    } else {
      constexpr const char *digits = "0123456789ABCDEF";
      all += {'%', digits[c >> 4], digits[c & 15]};
    }
  return all;
}

} // namespace

void watch_for_interrupts() {
  // Once for a clean end; a second time ends at once.
  struct sigaction action{};
  action.sa_handler = [](int) { stopped = 1; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // Whoever reads our lines may go: then writing fails.
  std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() noexcept { return stopped != 0; }

bool pause_for(double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(seconds));
  while (!interrupted()) {
    const auto left = end - Clock::now();
    if (left <= Clock::duration::zero())
      return true;
    std::this_thread::sleep_for(std::min<Clock::duration>(left, std::chrono::milliseconds(50)));
  }
  return false;
}

Json fetch(const std::string &url, const std::string &path, const std::string &pool,
           const std::string &token) {
  const auto parsed = detail::HttpUrl::parse(url);
  if (!parsed)
    throw Failure("'" + url + "' is not the URL of a monitor; expected is http://host[:port]");
  httplib::Client client(parsed->host, parsed->port);
  client.set_connection_timeout(std::chrono::seconds(3));
  client.set_read_timeout(std::chrono::seconds(10));
  std::string whole = parsed->path.substr(0, parsed->path.find('?'));
  while (whole.ends_with('/'))
    whole.pop_back();
  whole += path;
  if (!pool.empty())
    whole += "?pool=" + escaped(pool);
  httplib::Headers headers;
  if (!token.empty())
    headers.emplace("Authorization", "Bearer " + token);
  const auto answer = client.Get(whole, headers);
  if (!answer)
    throw Failure("no answer from " + url + ": " + httplib::to_string(answer.error()) +
                  "; is the program running, with a leasehold::Monitor at that port?");
  const Json body = Json::parse(answer->body, nullptr, false);
  if (body.is_object() &&
      (answer->status == 200 || (answer->status == 503 && !body.contains("error"))))
    return body;
  std::string why = "status " + std::to_string(answer->status);
  if (body.is_object() && body.contains("error") && body["error"].is_object())
    why += ", " + body["error"].value("message", "");
  else if (answer->status == 200)
    why = "the answer is not what a leasehold::Monitor says";
  if (answer->status == 401)
    why += " (--token, or LEASEHOLD_MONITOR_TOKEN)";
  throw Failure(url + ": " + why);
}

int run(const std::vector<std::string> &arguments, std::ostream &out, std::ostream &err,
        bool terminal) {
  CLI::App app("Watches leasehold's pools, probes databases, and proposes sizes. Exits with 0 when "
               "all is well, 1 with a warning or failures, 2 when it could not run.",
               "leasehold-monitor");
  app.set_version_flag("--version", "leasehold-monitor version " LEASEHOLD_POOL_VERSION);
  MonitorArguments m;
  TestArguments t;
  RecommendArguments r;
  m.terminal = terminal;
  std::string mode;
  bool json = false;
  app.add_option("--mode", mode, "monitor: watch a program; test: probe a database")
      ->check(CLI::IsMember({"monitor", "test"}));
  app.add_option("--url", m.url, "Of a leasehold::Monitor, http://127.0.0.1:9187")
      ->type_name("URL");
  app.add_option("--pool", m.pool, "Which of its pools; default: all, or the first");
  app.add_option("--token", m.token, "That it asks for; default: LEASEHOLD_MONITOR_TOKEN");
  app.add_option("--interval", m.interval, "Seconds from one look to the next; default: 2")
      ->check(CLI::Range(0.05, 86'400.0));
  app.add_option("--count", m.count, "How many looks; default: until Ctrl-C");
  app.add_option("--database", t.database,
                 "A file of SQLite, postgresql://user@host/name or mariadb://user@host/name")
      ->type_name("URL");
  app.add_option("--test-count", t.count, "How many probes; default: 10")
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--test-interval", t.interval, "Seconds from one probe to the next; default: 1")
      ->check(CLI::Range(0.0, 86'400.0));
  app.add_option("--timeout", t.timeout, "Seconds that a probe may take; default: 5")
      ->check(CLI::Range(0.01, 3'600.0));
  app.add_flag("--json", json, "For programs");

  CLI::App &sizes = *app.add_subcommand("recommend", "Proposes pool_size and max_overflow");
  sizes.fallthrough();
  sizes.add_option("--cores", r.cores, "Of the database server; default: this machine's")
      ->check(CLI::Range(1U, 4096U));
  sizes.add_option("--spindles", r.spindles, "Disks that it reads from at a time; default: 1");
  sizes.add_option("--rate", r.rate, "Leases per second")->check(CLI::NonNegativeNumber);
  sizes.add_option("--hold-ms", r.hold_ms, "How long a session is held in the mean")
      ->check(CLI::NonNegativeNumber);
  sizes.add_option("--wait-ms", r.wait_ms, "A wait that is too long; default: 10")
      ->check(CLI::NonNegativeNumber);
  sizes.add_option("--wait-share", r.wait_share, "Of all acquires, who may wait longer; 0.01")
      ->check(CLI::Range(1e-9, 0.999));
  sizes.add_option("--instances", r.instances, "Processes with such a pool; default: 1")
      ->check(CLI::Range(1U, 100'000U));
  sizes.add_option("--nesting", r.nesting, "Sessions that a thread holds at a time; default: 1")
      ->check(CLI::Range(1U, 100U));
  sizes.add_option("--threads", r.threads, "That use the pool; needed with --nesting")
      ->check(CLI::Range(1U, 100'000U));
  sizes.add_option("--max-connections", r.max_connections, "Of the server; default: asked for")
      ->check(CLI::Range(1, 1'000'000));
  sizes.add_option("--reserved", r.reserved, "Of these, not for this program; default: 3");

  std::string shell;
  CLI::App &completes =
      *app.add_subcommand("completion", "Prints what makes a shell complete this command");
  completes.add_option("shell", shell, "Which shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  CLI::App &documents = *app.add_subcommand("manual", "Prints the page that man shows");

  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
    if (const char *token = std::getenv("LEASEHOLD_MONITOR_TOKEN"); token && m.token.empty())
      m.token = token;
    m.json = t.json = r.json = json;
    if (completes.parsed()) {
      out << completion(app, shell);
      return well;
    }
    if (documents.parsed()) {
      out << manual(app, LEASEHOLD_POOL_VERSION,
                    {{"ENVIRONMENT", "LEASEHOLD_MONITOR_TOKEN: as --token, unseen by others."},
                     {"SEE ALSO", "leasehold(1)"}});
      return well;
    }
    if (sizes.parsed()) {
      r.url = m.url;
      r.pool = m.pool;
      r.token = m.token;
      return recommend(r, out);
    }
    if (mode == "test") {
      if (t.database.empty())
        throw Failure("--mode test needs --database");
      return probe(t, out);
    }
    if (m.url.empty())
      throw Failure(mode.empty() ? "say --mode monitor, --mode test or recommend; --help says more"
                                 : "--mode monitor needs --url");
    return watch(m, out);
  } catch (const CLI::Success &e) {
    return app.exit(e, out, err);
  } catch (const CLI::ParseError &e) {
    err << "leasehold-monitor: " << e.what() << '\n';
  } catch (const Json::exception &) {
    err << "leasehold-monitor: " << m.url << ": the answer is not what a leasehold::Monitor says\n";
  } catch (const std::exception &e) { // a Failure, or what a driver could not do
    err << "leasehold-monitor: " << e.what() << '\n';
  }
  return could_not_run;
}

} // namespace leasehold::tools
