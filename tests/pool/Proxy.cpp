// Proxy.cpp: a network that fails when told to.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Proxy.h"
#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace leasehold::test {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t most_pending = 1 << 16;

sockaddr_in loopback(int port) {
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_port = htons(static_cast<std::uint16_t>(port));
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return a;
}

int connect_to(int port) {
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in a = loopback(port);
  if (connect(s, reinterpret_cast<const sockaddr *>(&a), sizeof a) != 0) {
    close(s);
    return -1;
  }
  return s;
}

void no_delay(int s) {
  const int one = 1;
  (void)setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

} // namespace

Proxy::Proxy(int target) : target_(target) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in a = loopback(0);
  socklen_t size = sizeof a;
  if (bind(listener_, reinterpret_cast<sockaddr *>(&a), size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr *>(&a), &size) != 0 ||
      pipe2(wake_, O_CLOEXEC | O_NONBLOCK) != 0)
    throw std::runtime_error("no proxy");
  port_ = ntohs(a.sin_port);
  thread_ = std::thread([this] { serve(); });
}

Proxy::~Proxy() {
  {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
  }
  wake();
  thread_.join();
  for (const int s : {listener_, wake_[0], wake_[1]})
    close(s);
}

void Proxy::wake() { (void)!write(wake_[1], "", 1); }

void Proxy::set(Faults faults) {
  {
    const std::scoped_lock lock(mutex_);
    faults_ = std::move(faults);
  }
  wake();
}

void Proxy::drop() {
  {
    const std::scoped_lock lock(mutex_);
    drop_ = true;
  }
  wake();
}

void Proxy::accept_one() {
  const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (client < 0)
    return;
  const int server = faults_.refuse ? -1 : connect_to(target_);
  if (server < 0) {
    close(client);
    return;
  }
  no_delay(client);
  no_delay(server);
  links_.push_back({client, server});
}

/// Moves what can be moved in one direction; how many milliseconds until more can, or -1.
int Proxy::step(Link &link, bool up, short events) {
  const int from = up ? link.client : link.server, to = up ? link.server : link.client;
  Direction &d = up ? link.up : link.down;
  if (up ? faults_.silent_to_server : faults_.silent_to_client)
    return -1;
  if ((events & (POLLIN | POLLHUP | POLLERR)) != 0 && d.pending.size() < most_pending) {
    char bytes[16384];
    const ssize_t n = recv(from, bytes, sizeof bytes, MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
      link.done = true; // what is pending is lost with it: so be it
      return -1;
    }
    if (n > 0) {
      const std::string_view piece(bytes, static_cast<std::size_t>(n));
      if (d.pending.empty())
        d.due = Clock::now() + faults_.delay;
      if (!up && link.cut_on_answer) {
        link.done = true;
        return -1;
      }
      if (up) {
        d.seen.append(piece);
        if (!faults_.cut_before.empty() && d.seen.find(faults_.cut_before) != std::string::npos) {
          link.done = true;
          return -1;
        }
        if (!faults_.cut_after.empty() && d.seen.find(faults_.cut_after) != std::string::npos)
          link.cut_on_answer = true;
        d.seen.erase(0, d.seen.size() - std::min<std::size_t>(d.seen.size(), 64));
      }
      d.pending.append(piece);
    }
  }
  if (d.pending.empty())
    return -1;
  const auto now = Clock::now();
  if (now < d.due)
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(d.due - now).count());
  std::size_t size = d.pending.size();
  if (faults_.slice != 0)
    size = std::min(size, 1 + d.count % faults_.slice);
  if (!up && faults_.corrupt != 0)
    for (std::size_t i = 0; i < size; ++i)
      if ((d.count + i + 1) % faults_.corrupt == 0)
        d.pending[i] = static_cast<char>(d.pending[i] ^ 0x80);
  const ssize_t n = send(to, d.pending.data(), size, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (n < 0) {
    link.done = errno != EAGAIN && errno != EINTR;
    return 1;
  }
  d.pending.erase(0, static_cast<std::size_t>(n));
  d.count += static_cast<std::size_t>(n);
  d.due = now + faults_.delay;
  if (!up && faults_.limit != 0 && d.count >= faults_.limit)
    link.done = true;
  return d.pending.empty() ? -1 : static_cast<int>(faults_.delay.count());
}

void Proxy::serve() {
  int wait = -1;
  std::vector<pollfd> polled;
  for (;;) {
    polled = {{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    {
      const std::scoped_lock lock(mutex_);
      for (const Link &l : links_) {
        // A direction that is silent is not even asked: it would be ready all the time.
        const auto asked = [&](const Direction &d, bool silent) -> short {
          return !silent && d.pending.size() < most_pending ? POLLIN : 0;
        };
        polled.push_back({l.client, asked(l.up, faults_.silent_to_server), 0});
        polled.push_back({l.server, asked(l.down, faults_.silent_to_client), 0});
      }
    }
    (void)poll(polled.data(), polled.size(), wait);
    for (char drained[64]; read(wake_[0], drained, sizeof drained) > 0;) {
    }
    const std::scoped_lock lock(mutex_);
    wait = -1;
    std::size_t i = 2;
    for (Link &l : links_) {
      const short up = polled[i++].revents, down = polled[i++].revents;
      for (const int ms : {step(l, true, up), step(l, false, down)})
        if (ms >= 0)
          wait = wait < 0 ? ms : std::min(wait, ms);
      // Gone at both ends although silent: nobody is there to be silent to.
      l.done |= ((up | down) & (POLLHUP | POLLERR)) != 0 &&
                (faults_.silent_to_client || faults_.silent_to_server);
      l.done |= drop_ || stop_;
    }
    drop_ = false;
    std::erase_if(links_, [](const Link &l) {
      if (l.done) {
        close(l.client);
        close(l.server);
      }
      return l.done;
    });
    if (stop_)
      return;
    if (polled[1].revents & POLLIN)
      accept_one();
  }
}

} // namespace leasehold::test
