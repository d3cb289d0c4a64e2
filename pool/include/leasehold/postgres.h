// leasehold/postgres.h: PostgreSQL for the pool, through libpq.
//
//     leasehold::Pool pool(leasehold::postgres::Driver("postgresql://shop@db.example/shop"));
//     auto session = pool.acquire();
//     for (const auto &row : session->query("SELECT id, name FROM customers WHERE city = $1",
//     "Graz"))
//       std::cout << row.get<std::int64_t>(0) << ' ' << row.get<std::string>("name") << '\n';
//
// Rows are read to the end and copied: nothing of a result needs the session any more.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_POSTGRES_H
#define LEASEHOLD_POSTGRES_H

#include "leasehold/pool.h"
#include "leasehold/server_view.h"
#include "leasehold/sql.h"
#include <map>
#include <string>
#include <vector>

struct pg_conn;
struct pg_result;

namespace leasehold::postgres {

struct Config {
  /// What libpq takes: "host=... dbname=..." or "postgresql://...". Empty: PGHOST and the like.
  std::string conninfo;
  /// The server ends statements that take longer (statement_timeout). 0: it never does.
  std::chrono::milliseconds statement_timeout{0};
  /// How long to wait for the answer to a statement; then the connection is given up, for a server
  /// that hangs or is cut off says nothing. Make it longer than statement_timeout. 0: for ever.
  std::chrono::milliseconds answer_timeout{0};
  /// The same for the rollback and the reset of a session that is given back.
  std::chrono::milliseconds reset_timeout{5000};
  /// What the server shows in pg_stat_activity, unless conninfo or PGAPPNAME say something else.
  std::string application_name = "leasehold";
  /// Statements that a connection keeps prepared; each is from its second use on. 0 behind a
  /// proxy that hands transactions of one connection to several servers.
  std::size_t prepared_statements = 100;
  /// Reset every session that comes back, not only those in which a statement was run that may
  /// have changed something (SET, CREATE TEMP, LISTEN, pg_advisory_lock, DO, CALL, ...). For
  /// programs whose own SQL functions change settings: nobody sees that from outside.
  bool always_reset = false;
};

/// An open connection. Not thread safe.
class Connection {
public:
  Connection(pg_conn *open, const Config &config);
  Connection(Connection &&other) noexcept;
  Connection &operator=(Connection &&) = delete;
  ~Connection();

  /// Runs one statement with values for $1, $2, ..., and returns how many rows it changed; a SELECT
  /// changes none. Throws SqlError, and CommitUnknownError for a COMMIT without an answer.
  /// The server decides which types the parameters have; write $1::bigint where it cannot.
  template <class... Args> std::int64_t execute(std::string_view sql, const Args &...values) {
    return run(sql, {to_value(values)...}, nullptr);
  }
  /// Runs one statement and returns its rows. Booleans are the integers 0 and 1; numeric, dates and
  /// whatever else has no type in `Value` are text, as the server writes them.
  template <class... Args> std::vector<Row> query(std::string_view sql, const Args &...values) {
    std::vector<Row> rows;
    run(sql, {to_value(values)...}, &rows);
    return rows;
  }
  /// Runs several statements, separated by semicolons, without parameters; in one transaction,
  /// unless they say otherwise.
  void script(const std::string &sql);
  [[nodiscard]] pg_conn *handle() const noexcept { return pg_; }
  [[nodiscard]] bool in_transaction() const noexcept;

private:
  friend class Driver;
  struct Result;      ///< owns a pg_result
  struct Known {      ///< a statement that was run before
    std::string name; ///< empty: not prepared yet
    bool seen = false, commits = false, session = false, forgets = false, copies = false;
  };

  [[nodiscard]] Deadline answer_by() const noexcept;
  [[nodiscard]] bool broken() const noexcept;
  std::int64_t run(std::string_view sql, const std::vector<Value> &values, std::vector<Row> *rows);
  Result once(std::string_view sql, Known &known, const std::vector<Value> &values);
  Result simple(const std::string &sql, Deadline until);
  Result answer(std::string_view sql, Deadline until);
  void begin();
  void commit(std::string_view sql, Deadline until);
  bool wait(bool to_write, Deadline until) const;
  bool ping(Deadline until);
  void rollback();
  void reset();
  void quiet(Deadline until);
  Known &know(std::string_view sql);
  void forget() noexcept;
  [[noreturn]] void fail(const pg_result *result, std::string_view sql);
  [[noreturn]] void lost(std::string_view sql, const std::string &why);

  pg_conn *pg_;
  Config config_; ///< without conninfo: it has the password
  std::map<std::string, Known, std::less<>> known_;
  Known passing_; ///< for a text that there is no room for now
  std::uint64_t named_ = 0;
  bool dirty_ = false, broken_ = false;
};

class Driver {
public:
  using connection = Connection;
  static constexpr const char *database_type = "postgresql";
  explicit Driver(Config config) : config_(std::move(config)) {}
  explicit Driver(std::string conninfo) { config_.conninfo = std::move(conninfo); }

  /// Bounded by `until`, but for the look-up of a name, which the system's resolver bounds.
  Connection open(Deadline until) const;
  bool ping(Connection &c, Deadline until) { return c.ping(until); }
  bool broken(const Connection &c) noexcept { return c.broken(); }
  bool in_transaction(const Connection &c) noexcept { return c.in_transaction(); }
  /// Throws SqlError (25001) when the session is in a transaction already.
  void begin(Connection &c) { c.begin(); }
  /// Throws CommitUnknownError when the connection was lost before the answer came, and SqlError
  /// (25P02) when the server rolled back, for a statement of the transaction had failed.
  void commit(Connection &c) { c.commit("COMMIT", c.answer_by()); }
  void rollback(Connection &c) { c.rollback(); }
  void reset(Connection &c) { c.reset(); }
  bool dirty(const Connection &c) noexcept { return c.dirty_ || c.config_.always_reset; }
  /// What in the server's settings does not go with the pool's options, in plain words.
  std::vector<std::string> check(Connection &c, const Options &options);
  /// What the server says of this user's connections of the same application name, asked over one
  /// more, by `until`.
  [[nodiscard]] ServerView server_view(Deadline until) const;

private:
  Config config_;
};

} // namespace leasehold::postgres

#endif // LEASEHOLD_POSTGRES_H
