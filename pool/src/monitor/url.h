// http:// addresses.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_MONITOR_URL_H
#define LEASEHOLD_MONITOR_URL_H

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace leasehold::detail {

struct HttpUrl {
  std::string host; ///< without brackets
  int port = 80;
  std::string path = "/";

  /// "http://host[:port][/path]" without a user, else nothing.
  static std::optional<HttpUrl> parse(std::string_view text) {
    constexpr std::string_view scheme = "http://";
    if (!text.starts_with(scheme))
      return std::nullopt;
    for (const char c : text)
      if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7f)
        return std::nullopt;
    text.remove_prefix(scheme.size());
    HttpUrl url;
    const std::size_t slash = std::min(text.find_first_of("/?#"), text.size());
    if (slash < text.size())
      url.path = (text[slash] == '/' ? "" : "/") + std::string(text.substr(slash));
    url.path.erase(std::min(url.path.find('#'), url.path.size()));
    std::string_view authority = text.substr(0, slash);
    std::string_view port;
    if (authority.starts_with('[')) {
      const std::size_t end = authority.find(']');
      if (end == std::string_view::npos)
        return std::nullopt;
      url.host = authority.substr(1, end - 1);
      port = authority.substr(end + 1);
    } else {
      const std::size_t colon = std::min(authority.find(':'), authority.size());
      url.host = authority.substr(0, colon);
      port = authority.substr(colon);
    }
    if (!port.empty()) {
      const auto [stop, error] =
          std::from_chars(port.data() + 1, port.data() + port.size(), url.port);
      if (port[0] != ':' || error != std::errc() || stop != port.data() + port.size())
        return std::nullopt;
    }
    if (url.host.empty() || url.host.find('@') != std::string::npos || url.port < 1 ||
        url.port > 65'535)
      return std::nullopt;
    return url;
  }
};

} // namespace leasehold::detail

#endif // LEASEHOLD_MONITOR_URL_H
