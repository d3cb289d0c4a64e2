// SQLite for the pool.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/sqlite.h"
#include <sqlite3.h>

namespace leasehold::sqlite {
namespace {

const char *state_of(int code) noexcept {
  switch (code) {
  case SQLITE_CONSTRAINT_UNIQUE:
  case SQLITE_CONSTRAINT_PRIMARYKEY:
    return "23505";
  case SQLITE_CONSTRAINT_FOREIGNKEY:
    return "23503";
  case SQLITE_CONSTRAINT_NOTNULL:
    return "23502";
  case SQLITE_CONSTRAINT_CHECK:
    return "23514";
  default:
    break;
  }
  switch (code & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return "40001"; // another connection writes: the same transaction may succeed later
  case SQLITE_CONSTRAINT:
    return "23000";
  case SQLITE_FULL:
    return "53100";
  case SQLITE_NOMEM:
    return "53200";
  case SQLITE_READONLY:
    return "25006";
  case SQLITE_CANTOPEN:
    return "08001";
  case SQLITE_RANGE:
    return "07009";
  default:
    return "HY000";
  }
}

[[noreturn]] void fail(sqlite3 *db, std::string_view sql) {
  throw SqlError(std::string("sqlite: ") + sqlite3_errmsg(db) + " in: " + std::string(sql),
                 state_of(sqlite3_extended_errcode(db)));
}

Value column(sqlite3_stmt *s, int i) {
  switch (sqlite3_column_type(s, i)) {
  case SQLITE_INTEGER:
    return static_cast<std::int64_t>(sqlite3_column_int64(s, i));
  case SQLITE_FLOAT:
    return sqlite3_column_double(s, i);
  case SQLITE_TEXT: {
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(s, i));
    return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(s, i)));
  }
  case SQLITE_BLOB: {
    const auto *bytes = static_cast<const std::byte *>(sqlite3_column_blob(s, i));
    return Blob(bytes, bytes + sqlite3_column_bytes(s, i));
  }
  default:
    return nullptr;
  }
}

int bind(sqlite3_stmt *s, int i, const Value &value) {
  struct Binder {
    sqlite3_stmt *s;
    int i;
    int operator()(std::nullptr_t) const { return sqlite3_bind_null(s, i); }
    int operator()(std::int64_t n) const { return sqlite3_bind_int64(s, i, n); }
    int operator()(double d) const { return sqlite3_bind_double(s, i, d); }
    int operator()(const std::string &t) const {
      return sqlite3_bind_text64(s, i, t.data(), t.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    int operator()(const Blob &b) const {
      return b.empty() ? sqlite3_bind_zeroblob(s, i, 0)
                       : sqlite3_bind_blob64(s, i, b.data(), b.size(), SQLITE_TRANSIENT);
    }
  };
  return std::visit(Binder{s, i}, value);
}

/// A statement in use: unbound and reset whatever happens, so that no read lock stays.
struct InUse {
  sqlite3_stmt *s;
  ~InUse() {
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
  }
};

} // namespace

Connection::Connection(sqlite3 *open) : db_(open) {}

Connection::Connection(Connection &&other) noexcept
    : db_(std::exchange(other.db_, nullptr)), prepared_(std::move(other.prepared_)) {
  other.prepared_.clear();
}

Connection::~Connection() {
  for (const auto &[sql, statement] : prepared_)
    sqlite3_finalize(statement);
  sqlite3_close_v2(db_);
}

bool Connection::in_transaction() const noexcept { return sqlite3_get_autocommit(db_) == 0; }

sqlite3_stmt *Connection::prepare(std::string_view sql) {
  if (const auto known = prepared_.find(sql); known != prepared_.end())
    return known->second;
  sqlite3_stmt *statement = nullptr;
  const char *rest = nullptr;
  if (sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, &rest) != SQLITE_OK)
    fail(db_, sql);
  if (!statement)
    throw SqlError("sqlite: there is no statement in: " + std::string(sql), "42000");
  const std::string_view after(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
  if (after.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    sqlite3_finalize(statement);
    throw SqlError("sqlite: more than one statement (script() runs several): " + std::string(sql),
                   "42000");
  }
  // Programs have some dozens of statements; texts with values pasted in would be without end.
  constexpr std::size_t most = 200;
  if (prepared_.size() >= most) {
    for (const auto &[old, s] : prepared_)
      sqlite3_finalize(s);
    prepared_.clear();
  }
  prepared_.emplace(std::string(sql), statement);
  return statement;
}

std::int64_t Connection::run(std::string_view sql, const std::vector<Value> &values,
                             std::vector<Row> *rows) {
  sqlite3_stmt *s = prepare(sql);
  const InUse in_use{s};
  const auto wanted = static_cast<std::size_t>(sqlite3_bind_parameter_count(s));
  if (wanted != values.size())
    throw SqlError("sqlite: " + std::to_string(values.size()) + " values for " +
                       std::to_string(wanted) + " parameters in: " + std::string(sql),
                   "07001");
  for (std::size_t i = 0; i < values.size(); ++i)
    if (bind(s, static_cast<int>(i) + 1, values[i]) != SQLITE_OK)
      fail(db_, sql);
  const std::int64_t before = sqlite3_total_changes64(db_);
  const int columns = sqlite3_column_count(s);
  std::shared_ptr<std::vector<std::string>> names;
  for (;;) {
    const int code = sqlite3_step(s);
    if (code == SQLITE_DONE)
      break;
    if (code != SQLITE_ROW)
      fail(db_, sql);
    if (!rows)
      continue;
    if (!names) {
      names = std::make_shared<std::vector<std::string>>();
      for (int i = 0; i < columns; ++i)
        names->emplace_back(sqlite3_column_name(s, i));
    }
    std::vector<Value> row;
    row.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i)
      row.push_back(column(s, i));
    rows->emplace_back(names, std::move(row));
  }
  // What changes nothing leaves sqlite3_changes() as the last change set it.
  return sqlite3_total_changes64(db_) == before ? 0 : sqlite3_changes64(db_);
}

void Connection::script(const std::string &sql) {
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    fail(db_, sql);
}

Connection Driver::open(Deadline /*until*/) const {
  sqlite3 *db = nullptr;
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(config_.path.c_str(), &db, flags, nullptr);
  Connection c(db); // closes what a failed open leaves, too
  if (code != SQLITE_OK)
    throw ConnectError("sqlite: cannot open '" + config_.path +
                       "': " + (db ? sqlite3_errmsg(db) : sqlite3_errstr(code)));
  sqlite3_extended_result_codes(db, 1);
  sqlite3_busy_timeout(db, static_cast<int>(config_.busy_timeout.count()));
  try {
    c.script(config_.foreign_keys ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
    c.query("SELECT count(*) FROM sqlite_schema"); // a file that is no database opens all the same
  } catch (const SqlError &e) {
    throw ConnectError("sqlite: cannot use '" + config_.path + "': " + e.what());
  }
  return c;
}

bool Driver::ping(Connection &c, Deadline /*until*/) { return !c.query("SELECT 1").empty(); }

bool Driver::single() const noexcept {
  const std::string_view path = config_.path;
  const bool memory = path.empty() || path == ":memory:" ||
                      path.find("mode=memory") != std::string_view::npos ||
                      path.starts_with("file::memory:");
  return memory && path.find("cache=shared") == std::string_view::npos;
}

std::vector<std::string> Driver::check(Connection &c, const Options &options) const {
  if (single())
    return {"the database lives in the memory of one connection: the pool has that one only, "
            "whatever pool_size and max_overflow say, and sessions wait for each other"};
  std::vector<std::string> remarks;
  const auto journal = c.query("PRAGMA journal_mode")[0].get<std::string>(0);
  if (options.pool_size + options.max_overflow > 1 && journal != "wal")
    remarks.push_back("journal_mode is '" + journal +
                      "', in which whoever reads keeps others from writing; run PRAGMA "
                      "journal_mode = WAL once, the file remembers it");
  return remarks;
}

} // namespace leasehold::sqlite
