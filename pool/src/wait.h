// wait.h: waiting for a socket until a deadline.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_WAIT_H
#define LEASEHOLD_WAIT_H

#include "leasehold/detail/core.h"
#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>

namespace leasehold::detail {

constexpr Deadline never = Deadline::max();

/// Now and `span`; zero is for ever.
inline Deadline within(std::chrono::milliseconds span) {
  return span.count() == 0 ? never : Clock::now() + span;
}

/// `span`, or what is left until then if that is shorter; never zero, which is for ever.
inline std::chrono::milliseconds sooner(std::chrono::milliseconds span, Deadline until) {
  const auto left = std::max(std::chrono::milliseconds(1),
                             std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()));
  return span.count() == 0 ? left : std::min(span, left);
}

/// What of `events` happened, 0 when nothing did until then. A closed or failed socket counts as
/// all of them: the next call on it says what is wrong.
inline short wait_for(int socket, short events, Deadline until) noexcept {
  if (socket < 0) // poll() would wait for ever
    return events;
  for (;;) {
    int ms = -1;
    if (until != never) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
      ms = static_cast<int>(std::clamp<std::int64_t>(left, 0, INT_MAX));
    }
    pollfd p{socket, events, 0};
    const int n = poll(&p, 1, ms);
    if (n > 0)
      return (p.revents & (POLLERR | POLLHUP | POLLNVAL)) ? events
                                                          : static_cast<short>(p.revents & events);
    if (n < 0 && errno != EINTR)
      return events;
    if (n == 0)
      return 0;
  }
}

} // namespace leasehold::detail

#endif // LEASEHOLD_WAIT_H
