// leasehold/server_view.h: what the database server says of a pool's connections.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_SERVER_VIEW_H
#define LEASEHOLD_SERVER_VIEW_H

#include "leasehold/detail/core.h"
#include <chrono>
#include <concepts>
#include <cstdint>
#include <string>
#include <vector>

namespace leasehold {

/// A connection, as the server sees it. Texts are empty where the server does not say.
struct ServerConnection {
  std::int64_t id = 0;     ///< the server's number of it
  std::string application; ///< as the client calls itself
  std::string client;      ///< address and port
  std::string state;       ///< in the server's words: "active", "idle in transaction", "Sleep"
  std::string statement;   ///< running now, or the last one; shortened
  std::chrono::milliseconds in_state{0};    ///< for how long
  std::chrono::milliseconds transaction{0}; ///< since it began; 0: there is none
  bool idle_in_transaction = false;
};

/// The server at one moment.
struct ServerView {
  /// Those with the pool's user, database and (PostgreSQL) application name, without the one that
  /// asked.
  std::vector<ServerConnection> connections;
  std::string application; ///< which they have in common; empty: the server has no such thing
  std::int64_t server_connections = 0; ///< of all clients, the one that asked included
  std::int64_t max_connections = 0;
  bool sees_transactions = true; ///< false: this user is not allowed to
};

/// Drivers that can ask the server: by `until`, over a connection of their own, so that a pool with
/// nothing left can be looked at. Throw what open() and a statement throw. May be called from any
/// thread.
template <class D>
concept ViewingDriver = requires(const D &d, detail::Deadline until) {
  { d.server_view(until) } -> std::same_as<ServerView>;
};

} // namespace leasehold

#endif // LEASEHOLD_SERVER_VIEW_H
