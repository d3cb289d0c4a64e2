// leasehold/sqlite.h: SQLite for the pool.
//
//     leasehold::Pool pool(leasehold::sqlite::Driver("shop.db"));
//     auto session = pool.acquire();
//     for (const auto &row : session->query("SELECT id, name FROM customers WHERE city = ?",
//     "Graz"))
//       std::cout << row.get<std::int64_t>(0) << ' ' << row.get<std::string>("name") << '\n';
//
// Rows are read to the end and copied: nothing of a result needs the session any more.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_SQLITE_H
#define LEASEHOLD_SQLITE_H

#include "leasehold/pool.h"
#include "leasehold/sql.h"
#include <map>

struct sqlite3;
struct sqlite3_stmt;

namespace leasehold::sqlite {

using leasehold::Blob;
using leasehold::Row;
using leasehold::Value;

/// An open database. Not thread safe.
class Connection {
public:
  explicit Connection(sqlite3 *open);
  Connection(Connection &&other) noexcept;
  Connection &operator=(Connection &&) = delete;
  ~Connection();

  /// Runs one statement with values for its parameters (?, ?2, :name in their order), and returns
  /// how many rows it changed. Throws SqlError.
  template <class... Args> std::int64_t execute(std::string_view sql, const Args &...values) {
    return run(sql, {to_value(values)...}, nullptr);
  }
  /// Runs one statement and returns its rows. Throws SqlError.
  template <class... Args> std::vector<Row> query(std::string_view sql, const Args &...values) {
    std::vector<Row> rows;
    run(sql, {to_value(values)...}, &rows);
    return rows;
  }
  /// Runs several statements, separated by semicolons, without parameters.
  void script(const std::string &sql);
  [[nodiscard]] sqlite3 *handle() const noexcept { return db_; }
  [[nodiscard]] bool in_transaction() const noexcept;

private:
  std::int64_t run(std::string_view sql, const std::vector<Value> &values, std::vector<Row> *rows);
  sqlite3_stmt *prepare(std::string_view sql);

  sqlite3 *db_;
  std::map<std::string, sqlite3_stmt *, std::less<>> prepared_; ///< as long as the connection
};

struct Config {
  std::string path; ///< a file, a file: URI, or :memory:
  /// How long a statement waits for another connection's lock. SQLite's own default is not at all.
  std::chrono::milliseconds busy_timeout{5000};
  bool foreign_keys = true; ///< SQLite's own default is off, for old files' sake
  /// BEGIN IMMEDIATE: a transaction that will write cannot fail half way for another writer.
  bool immediate = true;
};

/// In-memory databases live in one connection: the pool then has exactly one, and keeps it.
class Driver {
public:
  using connection = Connection;
  static constexpr const char *database_type = "sqlite";
  explicit Driver(Config config) : config_(std::move(config)) {}
  explicit Driver(std::string path) : config_{std::move(path)} {}

  Connection open(Deadline until) const;
  bool ping(Connection &c, Deadline until);
  bool broken(const Connection & /*c*/) noexcept { return false; }
  bool in_transaction(const Connection &c) noexcept { return c.in_transaction(); }
  void begin(Connection &c) const { c.execute(config_.immediate ? "BEGIN IMMEDIATE" : "BEGIN"); }
  void commit(Connection &c) { c.execute("COMMIT"); }
  void rollback(Connection &c) {
    // Some errors (disk full, out of memory) have rolled back already.
    if (c.in_transaction())
      c.execute("ROLLBACK");
  }
  [[nodiscard]] bool single() const noexcept;
  /// What in the database's settings does not go with the pool's options, in plain words.
  std::vector<std::string> check(Connection &c, const Options &options) const;

private:
  Config config_;
};

} // namespace leasehold::sqlite

#endif // LEASEHOLD_SQLITE_H
