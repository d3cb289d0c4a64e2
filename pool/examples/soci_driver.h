// soci_driver.h: SOCI's session in the pool. SOCI's own pool hands the next user the last one's
// open transaction; here it is rolled back and told.
//
// An example, to be copied and changed. Part of Leasehold, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_EXAMPLES_SOCI_DRIVER_H
#define LEASEHOLD_EXAMPLES_SOCI_DRIVER_H

#include <leasehold/pool.h>
#include <memory>
#include <soci/soci.h>
#include <string>

/// A soci::session cannot be moved, and does not say whether it is in a transaction: so this does.
class SociConnection {
public:
  explicit SociConnection(std::unique_ptr<soci::session> session) : session_(std::move(session)) {}
  soci::session &operator*() const { return *session_; }
  soci::session *operator->() const { return session_.get(); }
  bool open = false;   ///< begun by the driver
  bool broken = false; ///< to be set by who sees a fatal error

private:
  std::unique_ptr<soci::session> session_;
};

struct SociDriver {
  using connection = SociConnection;
  std::string data_source; ///< "sqlite3://shop.db", "postgresql://dbname=shop connect_timeout=5"

  /// SOCI connects in its own time: bound it in the data source.
  connection open(leasehold::Deadline /*until*/) const {
    try {
      return SociConnection(std::make_unique<soci::session>(data_source));
    } catch (const soci::soci_error &e) {
      throw leasehold::ConnectError(e.get_error_message()); // without the data source: passwords
    }
  }
  bool ping(connection &c, leasehold::Deadline /*until*/) const {
    int one = 0;
    *c << "SELECT 1", soci::into(one);
    return one == 1;
  }
  bool broken(const connection &c) const noexcept { return c.broken; }
  bool in_transaction(const connection &c) const noexcept { return c.open; }
  void begin(connection &c) const {
    c->begin();
    c.open = true;
  }
  void commit(connection &c) const {
    c.broken = true; // unless the next line returns
    c->commit();
    c.broken = c.open = false;
  }
  void rollback(connection &c) const {
    c.broken = true;
    c->rollback();
    c.broken = c.open = false;
  }
};

#endif // LEASEHOLD_EXAMPLES_SOCI_DRIVER_H
