// pqxx_driver.h: libpqxx's connection in the pool; libpqxx has none of its own.
//
// An example, to be copied and changed. Part of Leasehold, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_EXAMPLES_PQXX_DRIVER_H
#define LEASEHOLD_EXAMPLES_PQXX_DRIVER_H

#include <algorithm>
#include <leasehold/pool.h>
#include <memory>
#include <pqxx/pqxx>
#include <string>

/// libpqxx's transactions are objects; the pool's are calls. This keeps one for the other. libpqxx
/// 6 cannot move a connection, hence the pointer.
struct PqxxConnection {
  std::unique_ptr<pqxx::connection> link;
  std::unique_ptr<pqxx::work> work; ///< the open transaction; gone before `link`

  explicit PqxxConnection(const std::string &options)
      : link(std::make_unique<pqxx::connection>(options)) {}
  /// In the transaction that is open, or in one of its own.
  pqxx::result query(const std::string &sql) const {
    if (work)
      return work->exec(sql);
    pqxx::nontransaction alone(*link);
    return alone.exec(sql);
  }
};

struct PqxxDriver {
  using connection = PqxxConnection;
  std::string options; ///< "host=... dbname=..."

  connection open(leasehold::Deadline until) const {
    const auto left = std::chrono::ceil<std::chrono::seconds>(until - leasehold::Clock::now());
    try {
      // libpq counts in seconds, from 2.
      return PqxxConnection(
          options + " connect_timeout=" + std::to_string(std::max<long long>(2, left.count())));
    } catch (const pqxx::broken_connection &e) {
      throw leasehold::ConnectError(e.what());
    }
  }
  bool ping(connection &c, leasehold::Deadline /*until*/) const {
    return c.link->is_open() && c.query("SELECT 1").size() == 1;
  }
  bool broken(const connection &c) const noexcept { return !c.link->is_open(); }
  bool in_transaction(const connection &c) const noexcept { return c.work != nullptr; }
  void begin(connection &c) const { c.work = std::make_unique<pqxx::work>(*c.link); }
  void commit(connection &c) const {
    // Over, whatever comes; pqxx::in_doubt_error says that nobody knows.
    const std::unique_ptr<pqxx::work> work = std::move(c.work);
    work->commit();
  }
  void rollback(connection &c) const { c.work.reset(); }
  /// Settings, temporary tables, locks: what another user would not expect.
  void reset(connection &c) const { c.query("DISCARD ALL"); }
  bool dirty(const connection & /*c*/) const noexcept { return false; } // reset with a transaction
};

#endif // LEASEHOLD_EXAMPLES_PQXX_DRIVER_H
