// sqlitecpp_driver.h: SQLiteCpp's Database in the pool.
//
// An example, to be copied and changed. Part of Leasehold, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_EXAMPLES_SQLITECPP_DRIVER_H
#define LEASEHOLD_EXAMPLES_SQLITECPP_DRIVER_H

#include <SQLiteCpp/SQLiteCpp.h>
#include <leasehold/pool.h>
#include <sqlite3.h>
#include <string>

struct SqliteCppDriver {
  using connection = SQLite::Database;
  std::string path;

  connection open(leasehold::Deadline /*until: opening a file does not wait*/) const {
    try {
      SQLite::Database db(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      db.setBusyTimeout(5000);
      return db;
    } catch (const SQLite::Exception &e) {
      throw leasehold::ConnectError("cannot open " + path + ": " + e.what());
    }
  }
  bool ping(connection &db, leasehold::Deadline /*until*/) const {
    return db.execAndGet("SELECT 1").getInt() == 1;
  }
  bool broken(const connection & /*db*/) const noexcept { return false; }
  bool in_transaction(const connection &db) const noexcept {
    return sqlite3_get_autocommit(db.getHandle()) == 0;
  }
  void begin(connection &db) const { db.exec("BEGIN IMMEDIATE"); }
  void commit(connection &db) const { db.exec("COMMIT"); }
  void rollback(connection &db) const {
    if (in_transaction(db)) // some errors have rolled back already
      db.exec("ROLLBACK");
  }
};

#endif // LEASEHOLD_EXAMPLES_SQLITECPP_DRIVER_H
