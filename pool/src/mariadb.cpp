// MariaDB and MySQL for the pool: connections and statements.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/mariadb.h"
#include "effects.h"
#include "mariadb_wait.h"
#include <array>
#include <cstring>
#include <errmsg.h>
#include <mysqld_error.h>
#include <sys/socket.h>

namespace leasehold::mariadb {
namespace {

std::string in(std::string_view sql) { return sql.empty() ? "" : " in: " + std::string(sql); }

/// After these there is no session any more, or nobody knows what the server says next.
bool loses_connection(unsigned code) noexcept {
  switch (code) {
  case ER_CONNECTION_KILLED:
  case ER_SERVER_SHUTDOWN:
  case ER_NET_PACKETS_OUT_OF_ORDER:
  case ER_NET_READ_ERROR:
  case ER_NET_READ_INTERRUPTED:
  case ER_NET_ERROR_ON_WRITE:
  case ER_NET_WRITE_INTERRUPTED:
  case ER_NET_PACKET_TOO_LARGE:
    return true;
  case CR_NO_PREPARE_STMT:
  case CR_PARAMS_NOT_BOUND:
  case CR_INVALID_PARAMETER_NO:
  case CR_UNSUPPORTED_PARAM_TYPE: // mistakes in a call, nothing was sent
  case CR_NEW_STMT_METADATA:      // a table got another column
    return false;
  default:
    return code >= CR_MIN_ERROR && code <= 2999;
  }
}

const char *state_of(unsigned code, const char *state) noexcept {
  if (loses_connection(code))
    return "08006";
  switch (code) {
  case ER_LOCK_WAIT_TIMEOUT: // the same transaction may succeed later
  case ER_CHECKREAD:         // a row was changed since the transaction's snapshot
    return "40001";
  default:
    return state;
  }
}

/// A result's columns, each with room for one value.
class Columns {
public:
  explicit Columns(MYSQL_STMT *s)
      : statement_(s), count_(mysql_stmt_field_count(s)), binds_(count_), cells_(count_),
        names_(std::make_shared<std::vector<std::string>>()) {
    const std::unique_ptr<MYSQL_RES, void (*)(MYSQL_RES *)> result(mysql_stmt_result_metadata(s),
                                                                   mysql_free_result);
    for (unsigned i = 0; i < count_; ++i) {
      const MYSQL_FIELD &f = *mysql_fetch_field_direct(result.get(), i);
      names_->emplace_back(f.name, f.name_length);
      describe(f, binds_[i], cells_[i]);
    }
  }
  bool bind() { return mysql_stmt_bind_result(statement_, binds_.data()) == 0; }
  [[nodiscard]] Row row() {
    std::vector<Value> values;
    values.reserve(count_);
    for (unsigned i = 0; i < count_; ++i)
      values.push_back(value(i));
    return Row(names_, std::move(values));
  }

private:
  enum class Kind { integer, real, short_text, text, blob, bits };
  struct Cell {
    Kind kind = Kind::text;
    bool is_unsigned = false;
    std::int64_t integer = 0;
    double real = 0;
    std::array<char, 64> small{}; // dates and times
    unsigned long length = 0;
    my_bool null = 0, error = 0;
  };

  static void describe(const MYSQL_FIELD &f, MYSQL_BIND &b, Cell &c) {
    constexpr unsigned binary = 63; // the character set of what is no text
    switch (f.type) {
    case MYSQL_TYPE_TINY:
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_LONG:
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONGLONG:
    case MYSQL_TYPE_YEAR:
      c.kind = Kind::integer;
      c.is_unsigned = (f.flags & UNSIGNED_FLAG) != 0;
      b.buffer_type = MYSQL_TYPE_LONGLONG;
      b.buffer = &c.integer;
      b.is_unsigned = c.is_unsigned ? 1 : 0;
      break;
    case MYSQL_TYPE_FLOAT:
    case MYSQL_TYPE_DOUBLE:
      c.kind = Kind::real;
      b.buffer_type = MYSQL_TYPE_DOUBLE;
      b.buffer = &c.real;
      break;
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
    case MYSQL_TYPE_TIME:
    case MYSQL_TYPE_TIME2:
    case MYSQL_TYPE_DATETIME:
    case MYSQL_TYPE_DATETIME2:
    case MYSQL_TYPE_TIMESTAMP:
    case MYSQL_TYPE_TIMESTAMP2:
      c.kind = Kind::short_text;
      b.buffer_type = MYSQL_TYPE_STRING;
      b.buffer = c.small.data();
      b.buffer_length = c.small.size();
      break;
    default:
      c.kind = f.type == MYSQL_TYPE_BIT ? Kind::bits
               : f.charsetnr == binary && f.type != MYSQL_TYPE_NEWDECIMAL &&
                       f.type != MYSQL_TYPE_DECIMAL && f.type != MYSQL_TYPE_NULL
                   ? Kind::blob
                   : Kind::text;
      // How long it is, is known when it is there: see value().
      b.buffer_type = c.kind == Kind::text ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
      b.buffer = c.small.data();
      b.buffer_length = 0;
    }
    b.length = &c.length;
    b.is_null = &c.null;
    b.error = &c.error;
  }

  static Value unsigned_value(std::uint64_t n) {
    if (n > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return std::to_string(n);
    return static_cast<std::int64_t>(n);
  }

  Value value(unsigned i) {
    const Cell &c = cells_[i];
    if (c.null)
      return nullptr;
    switch (c.kind) {
    case Kind::integer:
      return c.is_unsigned ? unsigned_value(static_cast<std::uint64_t>(c.integer))
                           : Value(c.integer);
    case Kind::real:
      return c.real;
    case Kind::short_text:
      return std::string(c.small.data(), std::min<std::size_t>(c.length, c.small.size()));
    default:
      break;
    }
    std::string bytes(c.length, '\0');
    if (c.length > 0) {
      MYSQL_BIND b = binds_[i];
      unsigned long length = 0;
      my_bool null = 0, error = 0;
      b.buffer = bytes.data();
      b.buffer_length = bytes.size();
      b.length = &length;
      b.is_null = &null;
      b.error = &error;
      if (mysql_stmt_fetch_column(statement_, &b, i, 0) != 0)
        throw SqlError(std::string("mariadb: a column cannot be read: ") +
                           mysql_stmt_error(statement_),
                       "HY000");
    }
    if (c.kind == Kind::text)
      return bytes;
    if (c.kind == Kind::bits) {
      std::uint64_t n = 0;
      for (const char byte : bytes)
        n = n << 8 | static_cast<unsigned char>(byte);
      return unsigned_value(n);
    }
    const auto *data = reinterpret_cast<const std::byte *>(bytes.data());
    return Blob(data, data + bytes.size());
  }

  MYSQL_STMT *statement_;
  unsigned count_;
  std::vector<MYSQL_BIND> binds_;
  std::vector<Cell> cells_;
  std::shared_ptr<std::vector<std::string>> names_;
};

std::vector<MYSQL_BIND> bind(const std::vector<Value> &values) {
  std::vector<MYSQL_BIND> binds(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    MYSQL_BIND &b = binds[i];
    // Read only, whatever the type says.
    const auto set = [&b](enum_field_types type, const void *data, std::size_t size) {
      b.buffer_type = type;
      b.buffer = const_cast<void *>(data);
      b.buffer_length = static_cast<unsigned long>(size);
    };
    if (const auto *n = std::get_if<std::int64_t>(&values[i]))
      set(MYSQL_TYPE_LONGLONG, n, sizeof *n);
    else if (const auto *d = std::get_if<double>(&values[i]))
      set(MYSQL_TYPE_DOUBLE, d, sizeof *d);
    else if (const auto *t = std::get_if<std::string>(&values[i]))
      set(MYSQL_TYPE_STRING, t->data(), t->size());
    else if (const auto *blob = std::get_if<Blob>(&values[i]))
      set(MYSQL_TYPE_BLOB, blob->empty() ? "" : static_cast<const void *>(blob->data()),
          blob->size());
    else
      set(MYSQL_TYPE_NULL, nullptr, 0);
  }
  return binds;
}

/// A statement that is not to be used again.
struct Passing {
  MYSQL_STMT *s;
  ~Passing() {
    if (s)
      mysql_stmt_close(s);
  }
};

/// A result in the client's memory: freed whatever happens.
struct InUse {
  MYSQL_STMT *s;
  ~InUse() { mysql_stmt_free_result(s); }
};

} // namespace

//===----------------------------------------------------------------------===//
// Life
//===----------------------------------------------------------------------===//

Connection::Connection(st_mysql *open, const Config &config) : mysql_(open), config_(config) {}

Connection::Connection(Connection &&other) noexcept
    : mysql_(std::exchange(other.mysql_, nullptr)), config_(std::move(other.config_)),
      known_(std::move(other.known_)), dirty_(other.dirty_), moved_(other.moved_),
      broken_(other.broken_), undone_(other.undone_) {
  other.known_.clear();
}

Connection::~Connection() {
  if (!mysql_)
    return;
  // The farewell must not wait for a server that does not read.
  if (const int socket = static_cast<int>(mysql_get_socket(mysql_)); broken_ && socket >= 0)
    (void)shutdown(socket, SHUT_RDWR);
  mysql_close(mysql_);
  for (const auto &[sql, known] : known_) // without a connection by now: only memory is freed
    if (known.statement)
      mysql_stmt_close(known.statement);
}

bool Connection::in_transaction() const noexcept {
  return undone_ || (mysql_->server_status & SERVER_STATUS_IN_TRANS) != 0;
}

Deadline Connection::answer_by() const noexcept { return detail::within(config_.answer_timeout); }

//===----------------------------------------------------------------------===//
// Errors
//===----------------------------------------------------------------------===//

void Connection::fail(std::string_view sql, unsigned code, const char *state, const char *text,
                      bool in_time) {
  if (loses_connection(code) || !in_time) {
    broken_ = true;
    throw SqlError("mariadb: the connection is lost: " +
                       std::string(in_time ? text : "no answer in time") + in(sql),
                   "08006");
  }
  if (code == ER_LOCK_DEADLOCK && (mysql_->server_status & SERVER_STATUS_IN_TRANS) != 0)
    undone_ = true;
  throw SqlError("mariadb: " + std::string(text) + in(sql), state_of(code, state));
}

void Connection::fail(std::string_view sql, bool in_time) {
  fail(sql, mysql_errno(mysql_), mysql_sqlstate(mysql_), mysql_error(mysql_), in_time);
}

void Connection::fail(std::string_view sql, st_mysql_stmt *s, bool in_time) {
  fail(sql, mysql_stmt_errno(s), mysql_stmt_sqlstate(s), mysql_stmt_error(s), in_time);
}

void Connection::usable(std::string_view sql) const {
  if (broken_)
    throw SqlError("mariadb: the connection was lost before" + in(sql), "08006");
  // Otherwise what comes next would be committed statement by statement.
  if (undone_)
    throw SqlError("mariadb: the server rolled the transaction back for a deadlock; roll back and "
                   "run it anew" +
                       in(sql),
                   "40001");
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

Connection::Known &Connection::know(std::string_view sql) {
  if (const auto found = known_.find(sql); found != known_.end())
    return found->second;
  // Programs have some dozens of statements; texts with values pasted in would be without end.
  if (known_.size() >= std::max<std::size_t>(config_.prepared_statements, 1))
    forget();
  const detail::Effects e = detail::effects_of(sql, detail::Dialect::mariadb);
  Known known;
  known.commits = e.commits;
  known.session = e.session;
  known.schema = e.schema;
  known.reads = e.reads;
  return known_.emplace(std::string(sql), known).first->second;
}

void Connection::forget() noexcept {
  for (const auto &[sql, known] : known_)
    if (known.statement)
      mysql_stmt_close(known.statement);
  known_.clear();
}

/// Leaves the statement null when the server does not prepare such statements.
void Connection::prepare(std::string_view sql, Known &known, Deadline until) {
  MYSQL_STMT *s = mysql_stmt_init(mysql_);
  if (!s)
    throw std::bad_alloc();
  int code = 0;
  const bool in_time = drive(
      mysql_, until,
      [&] {
        return mysql_stmt_prepare_start(&code, s, sql.data(),
                                        static_cast<unsigned long>(sql.size()));
      },
      [&](int events) { return mysql_stmt_prepare_cont(&code, s, events); });
  if (code == 0) {
    known.statement = s;
    return;
  }
  const unsigned error = mysql_stmt_errno(s);
  const std::string state = mysql_stmt_sqlstate(s), text = mysql_stmt_error(s);
  mysql_stmt_close(s);
  if (error != ER_UNSUPPORTED_PS)
    fail(sql, error, state.c_str(), text.c_str(), in_time);
}

std::int64_t Connection::run(std::string_view sql, const std::vector<Value> &values,
                             std::vector<Row> *rows) {
  usable(sql);
  Known &known = know(sql);
  if (known.commits && values.empty()) {
    commit(sql, answer_by());
    return 0;
  }
  dirty_ |= known.session;
  moved_ |= known.schema;
  return execute_prepared(sql, known, values, rows);
}

std::int64_t Connection::execute_prepared(std::string_view sql, Known &known,
                                          const std::vector<Value> &values,
                                          std::vector<Row> *rows) {
  const Deadline until = answer_by();
  std::vector<MYSQL_BIND> binds = bind(values);
  for (bool again = false;; again = true) {
    if (!known.statement)
      prepare(sql, known, until);
    MYSQL_STMT *s = known.statement;
    const std::size_t wanted = s ? mysql_stmt_param_count(s) : 0;
    if (wanted != values.size())
      throw SqlError("mariadb: " + std::to_string(values.size()) + " values for " +
                         std::to_string(wanted) + " parameters" + in(sql),
                     "07001");
    if (!s)
      return simple(sql, until);
    if (!binds.empty() && mysql_stmt_bind_param(s, binds.data()) != 0)
      fail(sql, s, true);
    int code = 0;
    const bool in_time = drive(
        mysql_, until, [&] { return mysql_stmt_execute_start(&code, s); },
        [&](int events) { return mysql_stmt_execute_cont(&code, s, events); });
    if (code == 0)
      break;
    // The server has dropped it, and nothing was run; or it read a table (see `keep` below) that
    // has other columns by now. Prepared anew, it works.
    const unsigned error = mysql_stmt_errno(s);
    if (again || (error != ER_UNKNOWN_STMT_HANDLER && error != ER_NEED_REPREPARE &&
                  error != CR_NEW_STMT_METADATA))
      fail(sql, s, in_time);
    mysql_stmt_close(std::exchange(known.statement, nullptr));
  }
  MYSQL_STMT *s = known.statement;
  // libmariadb finds out that a result has other columns than last time when it has been run: of
  // what writes (INSERT ... RETURNING, CALL) there must be no last time.
  const bool keep = known.reads || mysql_stmt_field_count(s) == 0;
  const Passing passing{keep ? nullptr : std::exchange(known.statement, nullptr)};
  std::int64_t changed = 0;
  for (bool first = true;; first = false) {
    int code = 0;
    {
      const InUse in_use{s};
      if (mysql_stmt_field_count(s) > 0) {
        Columns columns(s);
        if (!columns.bind())
          fail(sql, s, true);
        const bool in_time = drive(
            mysql_, until, [&] { return mysql_stmt_store_result_start(&code, s); },
            [&](int events) { return mysql_stmt_store_result_cont(&code, s, events); });
        if (code != 0)
          fail(sql, s, in_time);
        while (rows && first) {
          code = mysql_stmt_fetch(s);
          if (code == MYSQL_NO_DATA)
            break;
          if (code != 0 && code != MYSQL_DATA_TRUNCATED)
            fail(sql, s, true);
          rows->push_back(columns.row());
        }
      } else {
        changed = static_cast<std::int64_t>(mysql_stmt_affected_rows(s));
      }
      if (!mysql_stmt_more_results(s))
        return changed;
    }
    const bool in_time = drive(
        mysql_, until, [&] { return mysql_stmt_next_result_start(&code, s); },
        [&](int events) { return mysql_stmt_next_result_cont(&code, s, events); });
    if (code > 0)
      fail(sql, s, in_time);
  }
}

/// One statement or several, as text; what they return is thrown away. How many rows the last one
/// changed.
std::int64_t Connection::simple(std::string_view sql, Deadline until) {
  if (broken_)
    usable(sql);
  int code = 0;
  bool in_time = drive(
      mysql_, until,
      [&] {
        return mysql_real_query_start(&code, mysql_, sql.data(),
                                      static_cast<unsigned long>(sql.size()));
      },
      [&](int events) { return mysql_real_query_cont(&code, mysql_, events); });
  if (code != 0)
    fail(sql, in_time);
  for (;;) {
    std::int64_t changed = 0;
    if (mysql_field_count(mysql_) > 0) {
      MYSQL_RES *result = nullptr;
      in_time = drive(
          mysql_, until, [&] { return mysql_store_result_start(&result, mysql_); },
          [&](int events) { return mysql_store_result_cont(&result, mysql_, events); });
      if (!result)
        fail(sql, in_time);
      mysql_free_result(result);
    } else {
      changed = static_cast<std::int64_t>(mysql_affected_rows(mysql_));
    }
    if (!mysql_more_results(mysql_))
      return changed;
    in_time = drive(
        mysql_, until, [&] { return mysql_next_result_start(&code, mysql_); },
        [&](int events) { return mysql_next_result_cont(&code, mysql_, events); });
    if (code > 0)
      fail(sql, in_time);
  }
}

void Connection::script(const std::string &sql) {
  usable(sql);
  const detail::Effects e = detail::effects_of(sql, detail::Dialect::mariadb);
  dirty_ |= e.session;
  moved_ |= e.schema;
  if (e.commits)
    commit(sql, answer_by());
  else
    simple(sql, answer_by());
}

//===----------------------------------------------------------------------===//
// Transactions
//===----------------------------------------------------------------------===//

/// Between statements a server sends nothing, unless to say that it has gone.
bool Connection::closed_by_server() const noexcept {
  return detail::wait_for(static_cast<int>(mysql_get_socket(mysql_)), POLLIN, Clock::now()) != 0;
}

void Connection::begin() {
  if (in_transaction() && !broken_)
    // MariaDB would commit the open one.
    throw SqlError("mariadb: the session is in a transaction already; SAVEPOINT nests", "25001");
  simple("START TRANSACTION", answer_by());
}

void Connection::commit(std::string_view sql, Deadline until) {
  usable(sql);
  // That nothing was committed then is certain.
  if (closed_by_server())
    fail(sql, CR_SERVER_LOST, "08006", "it was lost before; nothing was committed", true);
  try {
    simple(sql, until);
  } catch (const SqlError &e) {
    if (broken_)
      throw CommitUnknownError(e.what());
    throw;
  }
}

void Connection::rollback() {
  if (broken_) // the server has rolled back, or will
    return;
  if (in_transaction())
    simple("ROLLBACK", detail::within(config_.reset_timeout));
  undone_ = false;
}

void Connection::reset() {
  if (!dirty_ && !config_.always_reset)
    return;
  usable("a reset");
  const Deadline until = detail::within(config_.reset_timeout);
  forget(); // the server drops them
  bool in_time = true, failed = false;
  if (moved_) {
    // Only a new login comes back to "no database".
    my_bool code = 0;
    const char *database = config_.database.empty() ? nullptr : config_.database.c_str();
    in_time = drive(
        mysql_, until,
        [&] {
          return mysql_change_user_start(&code, mysql_, config_.user.c_str(),
                                         config_.password.c_str(), database);
        },
        [&](int events) { return mysql_change_user_cont(&code, mysql_, events); });
    failed = code != 0;
  } else {
    int code = 0;
    in_time = drive(
        mysql_, until, [&] { return mysql_reset_connection_start(&code, mysql_); },
        [&](int events) { return mysql_reset_connection_cont(&code, mysql_, events); });
    failed = code != 0;
  }
  if (failed)
    fail("a reset", in_time);
  simple("SET autocommit = 1", until);
  dirty_ = moved_ = false;
}

bool Connection::ping(Deadline until) {
  if (broken_)
    return false;
  int code = 0;
  const bool in_time = drive(
      mysql_, until, [&] { return mysql_ping_start(&code, mysql_); },
      [&](int events) { return mysql_ping_cont(&code, mysql_, events); });
  broken_ = code != 0 || !in_time;
  return !broken_;
}

} // namespace leasehold::mariadb
