// leasehold-monitor --mode monitor: a table in a terminal, lines in a pipe.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "commands.h"
#include <algorithm>
#include <cstdio>
#include <deque>
#include <map>
#include <ostream>

namespace leasehold::tools {
namespace {

constexpr std::size_t most_history = 40;
constexpr const char *api = "/api/monitoring/db-pool";

/// One of eight blocks for each figure between 0 and 100.
std::string sparkline(const std::deque<double> &percents) {
  static constexpr const char *blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::string line;
  for (const double p : percents)
    line += blocks[std::clamp(static_cast<int>(p * 8 / 100), 0, 7)];
  return line;
}

/// Texts from elsewhere must not command the terminal.
std::string plain(std::string text) {
  std::ranges::replace_if(text, [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
  return text;
}

std::string row(const Json &s, const std::deque<double> &history) {
  const auto number = [&](const char *key) { return s.value(key, 0LL); };
  const auto counter = [&](const char *key) {
    return s.contains("counters") ? s["counters"].value(key, 0LL) : 0LL;
  };
  char text[256];
  const std::string out =
      std::to_string(number("checked_out")) + "/" + std::to_string(number("max_connections"));
  (void)std::snprintf(text, sizeof text,
                      "%-8s %-16.16s %-8s %6.1f %8s %5lld %8lld %7lld %8lld %5lld ",
                      s.value("time", std::string(19, '?')).substr(11, 8).c_str(),
                      plain(s.value("pool", "?")).c_str(), plain(s.value("status", "?")).c_str(),
                      s.value("utilization_percent", 0.0), out.c_str(), number("checked_in"),
                      number("overflow"), number("waiting"), counter("timeouts"), counter("leaks"));
  return text + sparkline(history);
}

constexpr const char *head =
    "time     pool             status        %      out  idle overflow waiting timeouts leaks "
    "history";

/// Draws over what it drew before; shows the cursor again at the end.
class Screen {
public:
  explicit Screen(std::ostream &out, bool on) : out_(out), on_(on) {
    if (on_)
      out_ << "\x1b[?25l";
  }
  Screen(const Screen &) = delete;
  Screen &operator=(const Screen &) = delete;
  ~Screen() {
    if (on_)
      out_ << "\x1b[?25h" << std::flush;
  }
  void draw(const std::vector<std::string> &lines) {
    if (drawn_ > 0)
      out_ << "\x1b[" << drawn_ << "A";
    for (const std::string &line : lines)
      out_ << "\x1b[2K" << line << '\n';
    out_ << "\x1b[J" << std::flush;
    drawn_ = lines.size();
  }

private:
  std::ostream &out_;
  const bool on_;
  std::size_t drawn_ = 0;
};

std::vector<std::string> names(const MonitorArguments &a) {
  if (!a.pool.empty())
    return {a.pool};
  return fetch(a.url, api, "", a.token).value("pools", std::vector<std::string>());
}

} // namespace

int watch(const MonitorArguments &a, std::ostream &out) {
  const bool table = a.terminal && !a.json;
  std::map<std::string, std::deque<double>> history;
  int worst = well;
  // A program that is not there at first is a mistake; one that goes away later may come back.
  std::vector<std::string> pools = names(a);
  Screen screen(out, table);
  if (!table && !a.json)
    out << head << '\n';
  for (std::size_t n = 0; (a.count == 0 || n < a.count) && !interrupted(); ++n) {
    if (n > 0 && !pause_for(a.interval))
      break;
    worst = well;
    std::vector<std::string> lines{head}, remarks;
    try {
      if (n > 0)
        pools = names(a);
      for (const std::string &pool : pools) {
        const Json s = fetch(a.url, api, pool, a.token);
        auto &past = history[pool];
        past.push_back(s.value("utilization_percent", 0.0));
        if (past.size() > most_history)
          past.pop_front();
        if (s.value("status", "") != "healthy")
          worst = unwell;
        if (a.json)
          out << s.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
        else if (!table)
          out << row(s, past) << '\n';
        else
          lines.push_back(row(s, past));
        if (table)
          for (const Json &w : fetch(a.url, std::string(api) + "/warning-threshold", pool, a.token)
                                   .value("warnings", Json::array()))
            remarks.push_back("  " + plain(pool + ": " + w.value("message", "")));
      }
    } catch (const Failure &e) {
      if (n == 0)
        throw;
      worst = could_not_run;
      if (a.json)
        out << Json{{"error", e.what()}}.dump(-1, ' ', false, Json::error_handler_t::replace)
            << '\n';
      else if (!table)
        out << e.what() << '\n';
      remarks = {std::string("  ") + e.what()};
    }
    if (table) {
      lines.insert(lines.end(), remarks.begin(), remarks.end());
      screen.draw(lines);
    }
    out.flush();
    if (!out)
      break;
  }
  return worst;
}

} // namespace leasehold::tools
