// The monitor's HTTP server: cpp-httplib within bounds of memory, threads and time.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_MONITOR_HTTP_H
#define LEASEHOLD_MONITOR_HTTP_H

#include <chrono>
#include <cstdint>
#include <functional>
#include <httplib.h>
#include <memory>
#include <string>
#include <thread>

namespace leasehold::detail {

struct HttpLimits {
  std::size_t threads = 2;
  std::size_t max_connections = 64; ///< that wait for a thread
  std::chrono::milliseconds request{5'000};
  std::size_t head_bytes = 8'192; ///< request line and headers
  std::size_t headers = 64;
  std::size_t requests_per_connection = 1'000;
};

/// Serves `handle` until destroyed. What does not fit the limits is answered by itself, with an
/// error body as json_error() makes it.
class HttpServer {
public:
  using Handler = std::function<void(const httplib::Request &, httplib::Response &)>;

  /// Binds and listens. Throws ConfigurationError. `handle` is called by several threads.
  HttpServer(const std::string &address, std::uint16_t port, const HttpLimits &limits,
             Handler handle);
  HttpServer(const HttpServer &) = delete;
  HttpServer &operator=(const HttpServer &) = delete;
  ~HttpServer(); ///< cuts off whoever is connected
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
  class Bounded;
  std::unique_ptr<Bounded> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

/// {"error": {"status": 404, "message": "..."}}
std::string json_error(int status, const std::string &message);

} // namespace leasehold::detail

#endif // LEASEHOLD_MONITOR_HTTP_H
