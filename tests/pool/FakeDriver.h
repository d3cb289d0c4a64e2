// FakeDriver.h: a database that does what a test tells it to.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_FAKEDRIVER_H
#define LEASEHOLD_FAKEDRIVER_H

#include "leasehold/pool.h"
#include <atomic>
#include <memory>
#include <thread>

namespace leasehold::test {

/// What all connections of one driver share.
struct Server {
  std::atomic<int> live{0}, most{0}, opened{0}, pings{0}, commits{0}, rollbacks{0};
  std::atomic<bool> refuses{false};
  std::atomic<int> epoch{0}; ///< connections of an earlier one are dead
  std::atomic<int> connect_ms{0};
  std::atomic<bool> reset_throws{false};
};

class FakeConnection {
public:
  explicit FakeConnection(std::shared_ptr<Server> server)
      : server_(std::move(server)), number(++server_->opened), epoch(server_->epoch) {
    const int now = ++server_->live;
    int most = server_->most;
    while (now > most && !server_->most.compare_exchange_weak(most, now)) {
    }
  }
  FakeConnection(FakeConnection &&other) noexcept
      : server_(std::move(other.server_)), number(other.number), epoch(other.epoch),
        open(other.open), seen_broken(other.seen_broken) {}
  FakeConnection &operator=(FakeConnection &&) = delete;
  ~FakeConnection() {
    if (server_)
      --server_->live;
  }

  /// A statement; throws when the server is another by now.
  void execute() {
    if (epoch != server_->epoch) {
      seen_broken = true;
      throw SqlError("server closed the connection", "08006");
    }
  }

private:
  std::shared_ptr<Server> server_;

public:
  int number;
  int epoch;
  bool open = false, seen_broken = false;
  long touched = 0;          ///< not atomic: two holders at a time are a data race
  std::atomic<int> users{0}; ///< at a time: never more than one
};

class FakeDriver {
public:
  using connection = FakeConnection;
  std::shared_ptr<Server> server = std::make_shared<Server>();

  FakeConnection open(Deadline until) {
    const bool refuses = server->refuses;
    // A server that answers at once does so on the busiest machine: no test is about its load.
    if (const std::chrono::milliseconds takes(server->connect_ms); takes.count() != 0) {
      const auto end = Clock::now() + takes;
      std::this_thread::sleep_until(std::min(until, end));
      if (until < end)
        throw ConnectError("no answer in time");
    }
    if (refuses)
      throw ConnectError("connection refused");
    return FakeConnection(server);
  }
  bool ping(FakeConnection &c, Deadline /*until*/) {
    ++server->pings;
    return c.epoch == server->epoch;
  }
  bool broken(const FakeConnection &c) noexcept { return c.seen_broken; }
  bool in_transaction(const FakeConnection &c) noexcept { return c.open; }
  void begin(FakeConnection &c) {
    c.execute();
    c.open = true;
  }
  void commit(FakeConnection &c) {
    c.execute();
    c.open = false;
    ++server->commits;
  }
  void rollback(FakeConnection &c) {
    c.execute();
    if (server->reset_throws)
      throw SqlError("cannot roll back", "XX000");
    c.open = false;
    ++server->rollbacks;
  }
};

} // namespace leasehold::test

#endif // LEASEHOLD_FAKEDRIVER_H
