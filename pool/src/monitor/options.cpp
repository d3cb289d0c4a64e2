// What a monitor may be told.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "../environment.h"
#include "leasehold/monitor.h"
#include "url.h"
#include <algorithm>
#include <arpa/inet.h>

namespace leasehold {

using std::chrono::milliseconds;

namespace {

constexpr detail::Limits limits{"monitor options"};

/// Is it an address, and one that only this machine can reach?
bool is_loopback(const std::string &address) {
  if (address == "localhost")
    return true;
  in_addr four{};
  if (inet_pton(AF_INET, address.c_str(), &four) == 1)
    return ntohl(four.s_addr) >> 24 == 127;
  in6_addr six{};
  if (inet_pton(AF_INET6, address.c_str(), &six) == 1)
    return IN6_IS_ADDR_LOOPBACK(&six);
  limits.refuse("address is '" + address +
                "'; expected is an IPv4 or IPv6 address such as 127.0.0.1, or localhost");
}

} // namespace

void MonitorOptions::validate() const {
  constexpr milliseconds hour = std::chrono::hours(1);
  const bool loopback = is_loopback(address);
  if (!loopback && token.empty())
    limits.refuse("address is " + address +
                  ", which others can reach, and token is empty; set a token, or use 127.0.0.1");
  if (!token.empty() && (token.size() < 16 || token.size() > 1024))
    limits.refuse("token has " + std::to_string(token.size()) +
                  " characters; allowed are 16 to 1024");
  if (!std::ranges::all_of(token, [](unsigned char c) {
        return std::isalnum(c) != 0 ||
               std::string_view("-._~+/=").find(static_cast<char>(c)) != std::string_view::npos;
      }))
    limits.refuse(
        "token has a character that a bearer token cannot have; allowed are letters, digits and "
        "-._~+/=");
  if (!(warning_percent > 0) || !(warning_percent <= critical_percent) ||
      !(critical_percent <= 100))
    limits.refuse("warning_percent is " + std::to_string(warning_percent) +
                  " and critical_percent is " + std::to_string(critical_percent) +
                  "; allowed are more than 0, up to 100, the second not less than the first");
  limits.within("long_lease", long_lease, milliseconds(1));
  limits.within("sample_every", sample_every, milliseconds(10), hour);
  limits.within("samples", samples, 1, 100'000);
  limits.within("probe_timeout", probe_timeout, milliseconds(1), hour);
  limits.within("request_timeout", request_timeout, milliseconds(1), hour);
  limits.within("threads", threads, 1, 64);
  limits.within("max_connections", max_connections, 1, 10'000);
  limits.within("webhook_timeout", webhook_timeout, milliseconds(1), hour);
  if (!webhook.empty() && !detail::HttpUrl::parse(webhook))
    limits.refuse("webhook is '" + webhook + "'; expected is http://host[:port]/path");
}

std::optional<MonitorOptions> MonitorOptions::from_env(const std::string &prefix) {
  using detail::Variable;
  std::string text;
  if (!Variable(prefix, "MONITOR_PORT").read(text) || text.empty() || detail::lower(text) == "off")
    return std::nullopt;
  MonitorOptions o;
  std::size_t port = 0;
  Variable(prefix, "MONITOR_PORT").read(port);
  if (port > 65'535)
    throw ConfigurationError("environment variable " + prefix + "MONITOR_PORT is '" + text +
                             "'; expected is a port, 0 to 65535, or off");
  o.port = static_cast<std::uint16_t>(port);
  Variable(prefix, "MONITOR_ADDRESS").read(o.address);
  Variable(prefix, "MONITOR_TOKEN").read(o.token);
  Variable(prefix, "MONITOR_WEBHOOK").read(o.webhook);
  o.validate();
  return o;
}

} // namespace leasehold
