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
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace leasehold::sqlite {

using Blob = std::vector<std::byte>;
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string, Blob>;

/// One row, by position from 0 or by column name.
class Row {
public:
  Row(std::shared_ptr<const std::vector<std::string>> names, std::vector<Value> values)
      : names_(std::move(names)), values_(std::move(values)) {}
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  /// Throws SqlError (07009) when there is no such column.
  [[nodiscard]] const Value &at(std::size_t column) const;
  [[nodiscard]] const Value &at(std::string_view column) const;
  [[nodiscard]] bool null(std::size_t column) const {
    return std::holds_alternative<std::nullptr_t>(at(column));
  }
  /// T: an integer, bool, double, std::string, Blob, or std::optional of these for what may be
  /// NULL. Throws SqlError (22002 for NULL, 22018 for another type, 22003 for a number out of
  /// range).
  template <class T> [[nodiscard]] T get(std::size_t column) const {
    return convert<T>(at(column));
  }
  template <class T> [[nodiscard]] T get(std::string_view column) const {
    return convert<T>(at(column));
  }

private:
  template <class T> struct is_optional : std::false_type {};
  template <class T> struct is_optional<std::optional<T>> : std::true_type {};
  [[noreturn]] static void refuse(const Value &value, const char *wanted);
  template <class T> static T convert(const Value &value) {
    if constexpr (is_optional<T>::value) {
      if (std::holds_alternative<std::nullptr_t>(value))
        return std::nullopt;
      return convert<typename T::value_type>(value);
    } else if constexpr (std::integral<T>) {
      const auto *n = std::get_if<std::int64_t>(&value);
      if (!n || !(std::same_as<T, bool> ||
                  std::in_range<std::conditional_t<std::same_as<T, bool>, std::int64_t, T>>(*n)))
        refuse(value, "an integer");
      return static_cast<T>(*n);
    } else if constexpr (std::floating_point<T>) {
      if (const auto *n = std::get_if<std::int64_t>(&value))
        return static_cast<T>(*n);
      const auto *d = std::get_if<double>(&value);
      if (!d)
        refuse(value, "a number");
      return static_cast<T>(*d);
    } else {
      const auto *v = std::get_if<T>(&value);
      if (!v)
        refuse(value, std::same_as<T, std::string> ? "text" : "a blob");
      return *v;
    }
  }

  std::shared_ptr<const std::vector<std::string>> names_;
  std::vector<Value> values_;
};

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
  template <class T> static Value to_value(const T &value) {
    if constexpr (std::same_as<T, Value>)
      return value;
    else if constexpr (std::same_as<T, std::nullptr_t> || std::same_as<T, std::nullopt_t>)
      return nullptr;
    else if constexpr (requires {
                         value.has_value();
                         *value;
                       })
      return value.has_value() ? to_value(*value) : Value(nullptr);
    else if constexpr (std::integral<T>)
      return static_cast<std::int64_t>(value);
    else if constexpr (std::floating_point<T>)
      return static_cast<double>(value);
    else if constexpr (std::same_as<T, Blob>)
      return value;
    else
      return std::string(std::string_view(value));
  }
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

private:
  Config config_;
};

} // namespace leasehold::sqlite

#endif // LEASEHOLD_SQLITE_H
