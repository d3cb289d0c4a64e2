// MonitorSupport.h: a client for the monitor's tests.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_MONITORSUPPORT_H
#define LEASEHOLD_MONITORSUPPORT_H

#include "leasehold/monitor.h"
#include <httplib.h>
#include <nlohmann/json.hpp>
#include <string>

namespace leasehold::test {

using Json = nlohmann::json;

inline httplib::Client client_of(const Monitor &monitor) {
  httplib::Client client("127.0.0.1", monitor.port());
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  return client;
}

inline httplib::Response fetch(const Monitor &monitor, const std::string &path,
                               const httplib::Headers &headers = {}) {
  const auto answer = client_of(monitor).Get(path, headers);
  if (!answer)
    throw std::runtime_error("no answer from " + monitor.url() + path + ": " +
                             httplib::to_string(answer.error()));
  return *answer;
}

} // namespace leasehold::test

#endif // LEASEHOLD_MONITORSUPPORT_H
