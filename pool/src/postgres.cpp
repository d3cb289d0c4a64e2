// PostgreSQL for the pool: connections and statements.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/postgres.h"
#include "effects.h"
#include "one_line.h"
#include "wait.h"
#include <array>
#include <charconv>
#include <cstring>
#include <libpq-fe.h>

namespace leasehold::postgres {

/// Null at first.
struct Connection::Result {
  std::unique_ptr<PGresult, void (*)(PGresult *)> owned{nullptr, PQclear};
  [[nodiscard]] const PGresult *get() const { return owned.get(); }
  [[nodiscard]] ExecStatusType status() const { return PQresultStatus(owned.get()); }
  [[nodiscard]] bool failed() const {
    const ExecStatusType s = status();
    return s != PGRES_COMMAND_OK && s != PGRES_TUPLES_OK && s != PGRES_EMPTY_QUERY;
  }
  [[nodiscard]] std::string_view field(int code) const {
    const char *text = PQresultErrorField(owned.get(), code);
    return text ? text : "";
  }
};

namespace {

std::string in(std::string_view sql) { return sql.empty() ? "" : " in: " + std::string(sql); }

// PostgreSQL's own numbers of the types; they never change.
constexpr Oid bool_type = 16, bytea_type = 17, int8_type = 20, int2_type = 21, int4_type = 23,
              float4_type = 700, float8_type = 701;

Value value(const PGresult *r, int row, int column) {
  if (PQgetisnull(r, row, column))
    return nullptr;
  const char *text = PQgetvalue(r, row, column);
  const auto size = static_cast<std::size_t>(PQgetlength(r, row, column));
  switch (PQftype(r, column)) {
  case bool_type:
    return std::int64_t{*text == 't'};
  case int2_type:
  case int4_type:
  case int8_type: {
    std::int64_t n = 0;
    std::from_chars(text, text + size, n);
    return n;
  }
  case float4_type:
  case float8_type: {
    double d = 0;
    std::from_chars(text, text + size, d); // knows NaN and Infinity, too
    return d;
  }
  case bytea_type: {
    std::size_t n = 0;
    const std::unique_ptr<unsigned char, void (*)(void *)> bytes(
        PQunescapeBytea(reinterpret_cast<const unsigned char *>(text), &n), PQfreemem);
    if (!bytes)
      throw std::bad_alloc();
    const auto *data = reinterpret_cast<const std::byte *>(bytes.get());
    return Blob(data, data + n);
  }
  default:
    return std::string(text, size);
  }
}

void read(const PGresult *r, std::vector<Row> &rows) {
  const int columns = PQnfields(r);
  const int count = PQntuples(r);
  auto names = std::make_shared<std::vector<std::string>>();
  for (int i = 0; i < columns; ++i)
    names->emplace_back(PQfname(r, i));
  rows.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int j = 0; j < columns; ++j)
      values.push_back(value(r, i, j));
    rows.emplace_back(names, std::move(values));
  }
}

/// Values as libpq wants them. No types: the server knows best what it compares them with. Blobs
/// go as they are, the rest as text.
class Parameters {
public:
  explicit Parameters(const std::vector<Value> &values) : texts_(values.size()) {
    for (std::size_t i = 0; i < values.size(); ++i)
      std::visit([&](const auto &v) { add(v, texts_[i]); }, values[i]);
  }
  [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
  [[nodiscard]] const char *const *pointers() const { return pointers_.data(); }
  [[nodiscard]] const int *lengths() const { return lengths_.data(); }
  [[nodiscard]] const int *formats() const { return formats_.data(); }

private:
  void push(const char *pointer, std::size_t size, bool binary) {
    if (size > static_cast<std::size_t>(std::numeric_limits<int>::max()))
      throw SqlError("postgres: a parameter is longer than 2 GB", "54000");
    pointers_.push_back(pointer);
    lengths_.push_back(static_cast<int>(size));
    formats_.push_back(binary);
  }
  void add(std::nullptr_t, std::string & /*text*/) { push(nullptr, 0, false); }
  void add(const std::string &v, std::string & /*text*/) {
    if (v.find('\0') != std::string::npos)
      throw SqlError("postgres: text cannot hold a NUL character; pass a Blob to a bytea", "22021");
    push(v.c_str(), v.size(), false);
  }
  void add(const Blob &v, std::string & /*text*/) {
    push(v.empty() ? "" : reinterpret_cast<const char *>(v.data()), v.size(), true);
  }
  template <class N> void add(N v, std::string &text) {
    std::array<char, 32> digits{}; // the shortest that reads back as the same number
    text.assign(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), v).ptr);
    push(text.c_str(), text.size(), false);
  }

  std::vector<std::string> texts_;
  std::vector<const char *> pointers_;
  std::vector<int> lengths_, formats_;
};

bool fatal(std::string_view severity) { return severity == "FATAL" || severity == "PANIC"; }

} // namespace

//===----------------------------------------------------------------------===//
// Life
//===----------------------------------------------------------------------===//

Connection::Connection(pg_conn *open, const Config &config) : pg_(open), config_(config) {
  config_.conninfo.clear();
}

Connection::Connection(Connection &&other) noexcept
    : pg_(std::exchange(other.pg_, nullptr)), config_(std::move(other.config_)),
      known_(std::move(other.known_)), named_(other.named_), dirty_(other.dirty_),
      broken_(other.broken_) {}

Connection::~Connection() { PQfinish(pg_); }

bool Connection::broken() const noexcept { return broken_ || PQstatus(pg_) != CONNECTION_OK; }

bool Connection::in_transaction() const noexcept {
  return PQtransactionStatus(pg_) != PQTRANS_IDLE;
}

Deadline Connection::answer_by() const noexcept { return detail::within(config_.answer_timeout); }

//===----------------------------------------------------------------------===//
// Asking and being answered
//===----------------------------------------------------------------------===//

bool Connection::wait(bool to_write, Deadline until) const {
  // With TLS, libpq may have left a part of a long record unread where poll() does not see it:
  // look again from time to time.
  const bool hidden = !to_write && PQsslInUse(pg_) != 0;
  const Deadline limit =
      hidden ? std::min(until, Clock::now() + std::chrono::milliseconds(100)) : until;
  return detail::wait_for(PQsocket(pg_), to_write ? POLLIN | POLLOUT : POLLIN, limit) != 0 ||
         limit < until;
}

void Connection::lost(std::string_view sql, const std::string &why) {
  broken_ = true;
  throw SqlError("postgres: the connection is lost: " + why + in(sql), "08006");
}

void Connection::fail(const pg_result *result, std::string_view sql) {
  const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (!state && broken())
    lost(sql, one_line(PQresultErrorMessage(result)));
  throw SqlError("postgres: " + (text ? one_line(text) : one_line(PQresultErrorMessage(result))) +
                     in(sql),
                 state ? state : "HY000");
}

/// Sends what is not sent yet and reads to the end of the answer: the first failure, or else the
/// last result. Throws only when the connection is lost.
Connection::Result Connection::answer(std::string_view sql, Deadline until) {
  constexpr const char *late = "no answer in time";
  for (int left = 0; (left = PQflush(pg_)) != 0;) {
    if (left < 0)
      break; // the answer says why
    if (!wait(true, until))
      lost(sql, late);
    // A server that waits for us to read does not read itself.
    if (!PQconsumeInput(pg_))
      break;
  }
  Result last;
  for (;;) {
    while (PQisBusy(pg_)) {
      if (!wait(false, until))
        lost(sql, late);
      if (!PQconsumeInput(pg_))
        break;
    }
    Result next;
    next.owned.reset(PQgetResult(pg_));
    if (!next.get())
      break;
    const ExecStatusType status = next.status();
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH)
      lost(sql, "it is in the midst of a COPY, which only handle() can do");
    // Without a SQLSTATE it is not the server's: libpq did not understand what it read.
    broken_ |= fatal(next.field(PG_DIAG_SEVERITY_NONLOCALIZED)) ||
               (next.failed() && next.field(PG_DIAG_SQLSTATE).empty());
    if (!last.get() || !last.failed())
      last = std::move(next);
  }
  broken_ |= PQstatus(pg_) != CONNECTION_OK || PQtransactionStatus(pg_) == PQTRANS_UNKNOWN;
  if (!last.get())
    lost(sql, one_line(PQerrorMessage(pg_)));
  return last;
}

Connection::Result Connection::simple(const std::string &sql, Deadline until) {
  if (broken())
    lost(sql, "it was lost before");
  if (!PQsendQuery(pg_, sql.c_str()))
    lost(sql, one_line(PQerrorMessage(pg_)));
  return answer(sql, until);
}

/// Ends what the user's own calls on handle() left unfinished.
void Connection::quiet(Deadline until) {
  if (PQtransactionStatus(pg_) != PQTRANS_ACTIVE)
    return;
  try {
    (void)answer("", until);
  } catch (const SqlError &) {
    lost("", "a statement was still running when the session came back");
  }
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

Connection::Known &Connection::know(std::string_view sql) {
  const auto found = known_.find(sql);
  if (found != known_.end())
    return found->second;
  const detail::Effects e = detail::effects_of(sql, detail::Dialect::postgres);
  Known known;
  known.commits = e.commits;
  known.session = e.session;
  known.forgets = e.forgets;
  known.copies = e.copies;
  // Texts with values pasted in would be without end.
  if (known_.size() >= std::max<std::size_t>(config_.prepared_statements, 1)) {
    if (PQtransactionStatus(pg_) == PQTRANS_INERROR)
      return passing_ = known; // nothing can be deallocated now, nor run
    std::string all;
    for (const auto &[text, k] : known_)
      if (!k.name.empty())
        all += "DEALLOCATE " + k.name + ";";
    known_.clear();
    if (!all.empty())
      if (const Result r = simple(all, answer_by()); r.failed())
        fail(r.get(), all);
  }
  return known_.emplace(std::string(sql), known).first->second;
}

void Connection::forget() noexcept { known_.clear(); }

Connection::Result Connection::once(std::string_view sql, Known &known,
                                    const std::vector<Value> &values) {
  const Parameters p(values);
  const Deadline until = answer_by();
  const std::string text(sql);
  // From the second use on: a text that is used once costs one round trip, not two.
  if (known.seen && known.name.empty() && config_.prepared_statements > 0 &&
      PQtransactionStatus(pg_) != PQTRANS_INERROR) {
    std::string name = "leasehold_" + std::to_string(++named_);
    if (!PQsendPrepare(pg_, name.c_str(), text.c_str(), 0, nullptr))
      lost(sql, one_line(PQerrorMessage(pg_)));
    Result r = answer(sql, until);
    if (r.failed())
      return r;
    known.name = std::move(name);
  }
  const int sent = known.name.empty()
                       ? PQsendQueryParams(pg_, text.c_str(), p.count(), nullptr, p.pointers(),
                                           p.lengths(), p.formats(), 0)
                       : PQsendQueryPrepared(pg_, known.name.c_str(), p.count(), p.pointers(),
                                             p.lengths(), p.formats(), 0);
  if (!sent) {
    // Too many parameters, or a statement of the user's own that is not finished.
    if (PQstatus(pg_) == CONNECTION_OK)
      throw SqlError("postgres: " + one_line(PQerrorMessage(pg_)) + in(sql), "HY000");
    lost(sql, one_line(PQerrorMessage(pg_)));
  }
  known.seen = true;
  return answer(sql, until);
}

std::int64_t Connection::run(std::string_view sql, const std::vector<Value> &values,
                             std::vector<Row> *rows) {
  if (broken())
    lost(sql, "it was lost before");
  Known &known = know(sql);
  if (known.copies)
    throw SqlError("postgres: COPY from or to the program needs handle() and PQputCopyData" +
                       in(sql),
                   "0A000");
  if (known.commits && values.empty()) {
    commit(sql, answer_by());
    return 0;
  }
  dirty_ |= known.session;
  const bool alone = PQtransactionStatus(pg_) == PQTRANS_IDLE;
  Result r = once(sql, known, values);
  if (r.failed() && !known.name.empty()) {
    // A table got another column, or somebody deallocated: prepared anew, it works.
    const std::string_view state = r.field(PG_DIAG_SQLSTATE);
    if (state == "26000" ||
        (state == "0A000" && r.field(PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery")) {
      const std::string stale = std::exchange(known.name, {});
      if (alone && !broken()) {
        if (state == "0A000")
          (void)simple("DEALLOCATE " + stale, answer_by());
        r = once(sql, known, values);
      }
    }
  }
  if (r.failed())
    fail(r.get(), sql);
  if (known.forgets)
    forget();
  if (rows && r.status() == PGRES_TUPLES_OK)
    read(r.get(), *rows);
  std::int64_t changed = 0;
  const std::string_view done = PQcmdStatus(r.owned.get());
  if (!done.starts_with("SELECT") && !done.starts_with("FETCH")) {
    const std::string_view count = PQcmdTuples(r.owned.get());
    std::from_chars(count.data(), count.data() + count.size(), changed);
  }
  return changed;
}

void Connection::script(const std::string &sql) {
  if (sql.find('\0') != std::string::npos)
    throw SqlError("postgres: a script cannot hold a NUL character", "22021");
  const detail::Effects e = detail::effects_of(sql, detail::Dialect::postgres);
  if (e.commits) {
    dirty_ |= e.session;
    if (e.forgets)
      forget();
    commit(sql, answer_by());
    return;
  }
  dirty_ |= e.session;
  const Result r = simple(sql, answer_by());
  if (r.failed())
    fail(r.get(), sql);
  if (e.forgets)
    forget();
}

//===----------------------------------------------------------------------===//
// Transactions
//===----------------------------------------------------------------------===//

void Connection::begin() {
  if (in_transaction() && !broken())
    throw SqlError("postgres: the session is in a transaction already; SAVEPOINT nests", "25001");
  if (const Result r = simple("BEGIN", answer_by()); r.failed())
    fail(r.get(), "BEGIN");
}

void Connection::commit(std::string_view sql, Deadline until) {
  // A connection that the server has closed already has committed nothing: that is certain.
  while (!broken() && detail::wait_for(PQsocket(pg_), POLLIN, Clock::now()) != 0)
    if (!PQconsumeInput(pg_))
      broken_ = true;
  if (broken())
    lost(sql, "it was lost before; nothing was committed");
  Result r;
  try {
    r = simple(std::string(sql), until);
  } catch (const SqlError &e) {
    throw CommitUnknownError(e.what());
  }
  if (r.failed() && broken())
    throw CommitUnknownError(
        "postgres: the connection was lost: " + one_line(PQresultErrorMessage(r.get())) + in(sql));
  if (r.failed())
    fail(r.get(), sql);
  const std::string_view done = PQcmdStatus(r.owned.get());
  if (done == "ROLLBACK")
    throw SqlError("postgres: nothing was committed: a statement of the transaction had failed, "
                   "and the server rolled back",
                   "25P02");
  // The last word of a script may be another one than COMMIT; but one it is.
  if (broken())
    throw CommitUnknownError("postgres: the answer to COMMIT cannot be read");
}

void Connection::rollback() {
  if (broken()) { // the server has rolled back, or will
    broken_ = true;
    return;
  }
  const Deadline until = detail::within(config_.reset_timeout);
  quiet(until);
  if (PQtransactionStatus(pg_) == PQTRANS_IDLE)
    return;
  if (const Result r = simple("ROLLBACK", until); r.failed())
    fail(r.get(), "ROLLBACK");
}

void Connection::reset() {
  const Deadline until = detail::within(config_.reset_timeout);
  quiet(until);
  if (!dirty_ && !config_.always_reset)
    return;
  forget();
  if (const Result r = simple("DISCARD ALL", until); r.failed())
    fail(r.get(), "DISCARD ALL");
  // What LISTEN brought in.
  while (PGnotify *n = PQnotifies(pg_))
    PQfreemem(n);
  dirty_ = false;
}

bool Connection::ping(Deadline until) {
  try {
    // An empty statement: also where everything is logged, it costs next to nothing.
    broken_ |= simple("", until).status() != PGRES_EMPTY_QUERY;
  } catch (const SqlError &) {
    broken_ = true;
  }
  return !broken();
}

} // namespace leasehold::postgres
