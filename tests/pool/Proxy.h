// Proxy.h: a network that fails when told to.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_PROXY_H
#define LEASEHOLD_PROXY_H

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace leasehold::test {

/// What a proxy does to what passes. Zero and empty: nothing.
struct Faults {
  std::chrono::milliseconds delay{0}; ///< before each piece
  std::size_t slice = 0;              ///< at most so many bytes in one piece
  std::size_t limit = 0;              ///< a connection is closed after so many bytes to the client
  std::size_t corrupt = 0;            ///< every so many bytes to the client, one is wrong
  bool silent_to_client = false, silent_to_server = false;
  bool refuse = false; ///< close new connections at once
  /// Close when the client has sent this text: before the server sees it, or after it has answered
  /// and before the client sees that.
  std::string cut_before{}, cut_after{};
};

/// Forwards a port of the loopback to another one.
class Proxy {
public:
  explicit Proxy(int target);
  Proxy(const Proxy &) = delete;
  Proxy &operator=(const Proxy &) = delete;
  ~Proxy();
  [[nodiscard]] int port() const { return port_; }
  /// For what passes from now on, on open connections, too.
  void set(Faults faults);
  /// Closes all connections.
  void drop();

private:
  struct Direction {
    std::string pending, seen; ///< `seen`: the end of what came, to find a text in pieces
    std::size_t count = 0;
    std::chrono::steady_clock::time_point due{};
  };
  struct Link {
    int client, server;
    Direction up{}, down{};
    bool cut_on_answer = false, done = false;
  };

  void serve();
  void accept_one();
  int step(Link &link, bool up, short events);
  void wake();

  int target_, port_ = 0, listener_ = -1, wake_[2] = {-1, -1};
  std::mutex mutex_;
  Faults faults_;
  bool drop_ = false, stop_ = false;
  std::list<Link> links_; ///< the thread's own
  std::thread thread_;
};

} // namespace leasehold::test

#endif // LEASEHOLD_PROXY_H
