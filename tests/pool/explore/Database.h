// Database.h: a database without steps of its own, for explored pools.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_EXPLORE_DATABASE_H
#define LEASEHOLD_EXPLORE_DATABASE_H

#include "explore/Explorer.h"
#include "leasehold/pool.h"
#include <memory>

namespace leasehold::explore {

struct Server {
  int most = 0, opened = 0;
  bool refuses = false;
  // Of the order in which connections come and go more depends than the pool sees.
  detail::sync::atomic<int> live{0}, refusals{0}; ///< to come
};

/// What a connection points at. Neither is atomic: two that have one at a time are a data race.
struct Wire {
  Tracked tracked;
  int holders = 0;
};

class Connection {
public:
  explicit Connection(std::shared_ptr<Server> server)
      : server_(std::move(server)), wire_(std::make_unique<Wire>()), number(++server_->opened) {
    server_->most =
        std::max(server_->most, 1 + server_->live.fetch_add(1, std::memory_order_relaxed));
    wire_->tracked.write();
  }
  Connection(Connection &&other) noexcept = default;
  Connection &operator=(Connection &&) = delete;
  ~Connection() {
    if (!server_)
      return;
    touch();
    check(wire_ && wire_->holders == 0, "a connection is closed while somebody has it");
    server_->live.fetch_sub(1, std::memory_order_relaxed);
  }
  void touch() {
    look();
    wire_->tracked.write();
  }
  void look() const {
    check(wire_ != nullptr, "a connection is used that is closed");
    wire_->tracked.read();
  }
  void take() {
    touch();
    check(++wire_->holders == 1, "two have one connection");
  }
  void leave() {
    touch();
    --wire_->holders;
  }

private:
  std::shared_ptr<Server> server_;
  std::unique_ptr<Wire> wire_;

public:
  int number;
};

struct Driver {
  using connection = Connection;
  std::shared_ptr<Server> server;

  Connection open(Deadline /*until*/) const {
    if (server->refuses) {
      int left = server->refusals.load(std::memory_order_relaxed);
      while (left > 0)
        if (server->refusals.compare_exchange_strong(left, left - 1, std::memory_order_relaxed))
          throw ConnectError("refused");
    }
    return Connection(server);
  }
  bool ping(Connection &c, Deadline /*until*/) const {
    c.touch();
    return true;
  }
  bool broken(const Connection &c) const noexcept {
    c.look();
    return false;
  }
  bool in_transaction(const Connection &c) const noexcept {
    c.look();
    return false;
  }
  void begin(Connection & /*c*/) const {}
  void commit(Connection & /*c*/) const {}
  void rollback(Connection & /*c*/) const {}
};

} // namespace leasehold::explore

#endif // LEASEHOLD_EXPLORE_DATABASE_H
