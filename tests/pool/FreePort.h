// FreePort.h: a port of the loopback that nobody uses now.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_FREEPORT_H
#define LEASEHOLD_FREEPORT_H

#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace leasehold::test {

inline int free_port() {
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof a;
  if (bind(s, reinterpret_cast<sockaddr *>(&a), size) != 0 ||
      getsockname(s, reinterpret_cast<sockaddr *>(&a), &size) != 0)
    throw std::runtime_error("no free port on the loopback");
  close(s);
  return ntohs(a.sin_port);
}

} // namespace leasehold::test

#endif // LEASEHOLD_FREEPORT_H
