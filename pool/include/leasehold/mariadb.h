// leasehold/mariadb.h: MariaDB and MySQL for the pool, through MariaDB Connector/C.
//
//     leasehold::mariadb::Config config;
//     config.host = "db.example";
//     config.user = config.database = "shop";
//     leasehold::Pool pool{leasehold::mariadb::Driver(config)};
//     auto session = pool.acquire();
//     for (const auto &row : session->query("SELECT id, name FROM customers WHERE city = ?",
//     "Graz"))
//       std::cout << row.get<std::int64_t>(0) << ' ' << row.get<std::string>("name") << '\n';
//
// Rows are read to the end and copied: nothing of a result needs the session any more.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_MARIADB_H
#define LEASEHOLD_MARIADB_H

#include "leasehold/pool.h"
#include "leasehold/server_view.h"
#include "leasehold/sql.h"
#include <map>
#include <string>
#include <vector>

struct st_mysql;
struct st_mysql_stmt;

namespace leasehold::mariadb {

enum class Tls {
  off,
  required, ///< encrypted, whoever the server is
  verified  ///< encrypted, and the certificate is the host's
};

struct Config {
  /// A name or an address. "localhost" or nothing: the Unix socket.
  std::string host{};
  unsigned port = 3306;
  std::string user{}, password{}, database{};
  std::string unix_socket{}; ///< wins over `host`; empty: the library's own
  std::string charset = "utf8mb4";
  Tls tls = Tls::off;
  std::string tls_ca{}, tls_certificate{}, tls_key{}; ///< files
  /// How long to wait for the answer to a statement; then the connection is given up, for a server
  /// that hangs or is cut off says nothing. 0: for ever.
  std::chrono::milliseconds answer_timeout{0};
  /// The same for the rollback and the reset of a session that is given back.
  std::chrono::milliseconds reset_timeout{5000};
  /// Statements that a connection keeps prepared. The server allows 16382 of all connections.
  std::size_t prepared_statements = 100;
  /// Reset every session that comes back, not only those in which a statement was run that may
  /// have changed something (SET, CREATE TEMPORARY, USE, LOCK TABLES, GET_LOCK, @x :=, CALL, ...).
  bool always_reset = false;
};

/// An open connection, in autocommit mode. Not thread safe.
class Connection {
public:
  Connection(st_mysql *open, const Config &config);
  Connection(Connection &&other) noexcept;
  Connection &operator=(Connection &&) = delete;
  ~Connection();

  /// Runs one statement with values for its question marks, and returns how many rows it changed
  /// (an UPDATE: found, as in other databases); a SELECT changes none. Throws SqlError, and
  /// CommitUnknownError for a COMMIT without an answer.
  ///
  /// A lock wait that took too long (error 1205) has SQLSTATE 40001 like a deadlock, for the same
  /// transaction may succeed later. But after it the transaction is still open: roll back first, as
  /// Pool::transaction does.
  template <class... Args> std::int64_t execute(std::string_view sql, const Args &...values) {
    return run(sql, {to_value(values)...}, nullptr);
  }
  /// Runs one statement and returns its rows; of a procedure's results the first. An integer that
  /// is too large for std::int64_t (BIGINT UNSIGNED, BIT(64)) is text, digit by digit; so are
  /// decimals, dates and times. Text in the character set `binary` is a Blob.
  template <class... Args> std::vector<Row> query(std::string_view sql, const Args &...values) {
    std::vector<Row> rows;
    run(sql, {to_value(values)...}, &rows);
    return rows;
  }
  /// Runs several statements, separated by semicolons, without parameters.
  void script(const std::string &sql);
  [[nodiscard]] st_mysql *handle() const noexcept { return mysql_; }
  [[nodiscard]] bool in_transaction() const noexcept;

private:
  friend class Driver;
  struct Known { ///< a statement that was run before
    st_mysql_stmt *statement = nullptr;
    bool commits = false, session = false, schema = false, reads = false;
  };

  [[nodiscard]] Deadline answer_by() const noexcept;
  std::int64_t run(std::string_view sql, const std::vector<Value> &values, std::vector<Row> *rows);
  std::int64_t execute_prepared(std::string_view sql, Known &known,
                                const std::vector<Value> &values, std::vector<Row> *rows);
  std::int64_t simple(std::string_view sql, Deadline until);
  Known &know(std::string_view sql);
  void prepare(std::string_view sql, Known &known, Deadline until);
  void forget() noexcept;
  void usable(std::string_view sql) const;
  [[nodiscard]] bool closed_by_server() const noexcept;
  void begin();
  void commit(std::string_view sql, Deadline until);
  void rollback();
  void reset();
  bool ping(Deadline until);
  [[noreturn]] void fail(std::string_view sql, unsigned code, const char *state, const char *text,
                         bool in_time);
  [[noreturn]] void fail(std::string_view sql, bool in_time);
  [[noreturn]] void fail(std::string_view sql, st_mysql_stmt *statement, bool in_time);

  st_mysql *mysql_;
  Config config_;
  std::map<std::string, Known, std::less<>> known_;
  bool dirty_ = false, moved_ = false, broken_ = false;
  bool undone_ = false; ///< the server rolled the transaction back, for a deadlock
};

class Driver {
public:
  using connection = Connection;
  static constexpr const char *database_type = "mariadb";
  explicit Driver(Config config) : config_(std::move(config)) {}

  /// Bounded by `until`, but for the look-up of a name, which the system's resolver bounds. Over a
  /// Unix socket, or with no route to the host, `until` is rounded up to whole seconds from now.
  Connection open(Deadline until) const;
  bool ping(Connection &c, Deadline until) { return c.ping(until); }
  bool broken(const Connection &c) noexcept { return c.broken_; }
  bool in_transaction(const Connection &c) noexcept { return c.in_transaction(); }
  /// Throws SqlError (25001) when the session is in a transaction already.
  void begin(Connection &c) { c.begin(); }
  /// Throws CommitUnknownError when the connection was lost before the answer came, and SqlError
  /// (40001) when the server had rolled back already, for a deadlock.
  void commit(Connection &c) { c.commit("COMMIT", c.answer_by()); }
  void rollback(Connection &c) { c.rollback(); }
  void reset(Connection &c) { c.reset(); }
  bool dirty(const Connection &c) noexcept { return c.dirty_ || c.config_.always_reset; }
  /// What in the server's settings does not go with the pool's options, in plain words.
  std::vector<std::string> check(Connection &c, const Options &options);
  /// What the server says of this user's connections to this database, asked over one more, by
  /// `until`.
  [[nodiscard]] ServerView server_view(Deadline until) const;

private:
  Config config_;
};

} // namespace leasehold::mariadb

#endif // LEASEHOLD_MARIADB_H
