// mariadb_wait.h: libmariadb's calls, with a deadline.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_MARIADB_WAIT_H
#define LEASEHOLD_MARIADB_WAIT_H

#include "wait.h"
#include <mysql.h>

namespace leasehold::mariadb {

/// Runs one of the calls that come as NAME_start and NAME_cont. False: it was not done by then, and
/// has failed; the connection is of no use any more.
template <class Start, class Continue>
bool drive(MYSQL *m, Deadline until, Start start, Continue go_on) {
  bool in_time = true;
  for (int waits = start(); waits != 0;) {
    const auto events = static_cast<short>((waits & MYSQL_WAIT_READ ? POLLIN : 0) |
                                           (waits & MYSQL_WAIT_WRITE ? POLLOUT : 0) |
                                           (waits & MYSQL_WAIT_EXCEPT ? POLLPRI : 0));
    Deadline limit = until;
    if (waits & MYSQL_WAIT_TIMEOUT)
      limit =
          std::min(limit, Clock::now() + std::chrono::milliseconds(mysql_get_timeout_value_ms(m)));
    const short happened = detail::wait_for(mysql_get_socket(m), events, limit);
    if (happened == 0) {
      in_time = false;
      waits = go_on(MYSQL_WAIT_TIMEOUT); // it fails, and leaves nothing half done behind
    } else {
      waits = go_on((happened & POLLIN ? MYSQL_WAIT_READ : 0) |
                    (happened & POLLOUT ? MYSQL_WAIT_WRITE : 0) |
                    (happened & POLLPRI ? MYSQL_WAIT_EXCEPT : 0));
    }
  }
  return in_time;
}

} // namespace leasehold::mariadb

#endif // LEASEHOLD_MARIADB_WAIT_H
