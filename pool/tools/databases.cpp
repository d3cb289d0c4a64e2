// Drivers from URLs.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "databases.h"

namespace leasehold::tools {
namespace {

[[noreturn]] void refuse() {
  throw Failure("--database is not a URL; expected is mariadb://user:password@host:port/name, with "
                "%40 for an @ in the password and the like");
}

std::string decoded(std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      all += text[i];
      continue;
    }
    unsigned byte = 0;
    if (i + 2 >= text.size() ||
        std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ptr !=
            text.data() + i + 3)
      refuse();
    all += static_cast<char>(byte);
    i += 2;
  }
  return all;
}

} // namespace

DatabaseUrl DatabaseUrl::parse(std::string_view text) {
  DatabaseUrl url;
  text.remove_prefix(std::min(text.find("://") + 3, text.size()));
  const std::size_t slash = std::min(text.find('/'), text.size());
  std::string_view authority = text.substr(0, slash);
  if (slash < text.size()) {
    url.name = decoded(text.substr(slash + 1));
    if (url.name.find_first_of("?@") != std::string::npos)
      refuse(); // an option that would be forgotten, or a part of a password
  }
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    const std::string_view user = authority.substr(0, at);
    const std::size_t colon = std::min(user.find(':'), user.size());
    url.user = decoded(user.substr(0, colon));
    if (colon < user.size())
      url.password = decoded(user.substr(colon + 1));
    authority.remove_prefix(at + 1);
  }
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos)
      refuse();
    url.host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
  } else {
    const std::size_t colon = std::min(authority.find(':'), authority.size());
    url.host = decoded(authority.substr(0, colon));
    port = authority.substr(colon);
  }
  if (!port.empty()) {
    const auto [end, error] = std::from_chars(port.data() + 1, port.data() + port.size(), url.port);
    if (port[0] != ':' || error != std::errc() || end != port.data() + port.size() ||
        url.port < 1 || url.port > 65'535)
      refuse();
  }
  if (url.host.empty())
    refuse();
  return url;
}

} // namespace leasehold::tools
