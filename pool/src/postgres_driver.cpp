// PostgreSQL for the pool: connecting, and looking at the server's settings.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/postgres.h"
#include "one_line.h"
#include "wait.h"
#include <cstdlib>
#include <cstring>
#include <libpq-fe.h>

namespace leasehold::postgres {
namespace {

/// What conninfo says, option by option, with what the driver adds.
class Parsed {
public:
  explicit Parsed(const Config &config)
      : options_(PQconninfoParse(config.conninfo.c_str(), nullptr), PQconninfoFree) {
    // libpq's message may quote a part of a password with an @ or a / in it: not used.
    if (!options_)
      refuse();
    const bool url =
        config.conninfo.starts_with("postgres://") || config.conninfo.starts_with("postgresql://");
    std::string_view settings = std::getenv("PGOPTIONS") ? std::getenv("PGOPTIONS") : "";
    bool encoding = false;
    for (const PQconninfoOption *o = options_.get(); o->keyword; ++o) {
      if (!o->val)
        continue;
      const std::string_view keyword = o->keyword, value = o->val;
      if (url && (keyword == "host" || keyword == "dbname") &&
          value.find('@') != std::string_view::npos)
        refuse();
      if (keyword == "port" && value.find_first_not_of("0123456789,") != std::string_view::npos)
        refuse();
      if (keyword == "options") {
        settings = value;
        continue;
      }
      encoding |= keyword == "client_encoding";
      add(o->keyword, o->val);
    }
    // At the start of the session: then a reset comes back to it.
    settings_ = settings;
    if (config.statement_timeout.count() > 0)
      settings_ += " -c statement_timeout=" + std::to_string(config.statement_timeout.count());
    if (!settings_.empty())
      add("options", settings_.c_str());
    if (!encoding)
      add("client_encoding", "UTF8");
    add("fallback_application_name", config.application_name.c_str());
    add(nullptr, nullptr);
  }
  [[nodiscard]] const char *const *keywords() const { return keywords_.data(); }
  [[nodiscard]] const char *const *values() const { return values_.data(); }

private:
  [[noreturn]] static void refuse() {
    throw ConnectError("postgres: conninfo is neither a URL (postgresql://user@host:5432/name) nor "
                       "keyword=value pairs; in a URL, write @ : / ? # and % of a user name or "
                       "password as %40 %3A %2F %3F %23 and %25");
  }
  void add(const char *keyword, const char *value) {
    keywords_.push_back(keyword);
    values_.push_back(value);
  }

  std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption *)> options_;
  std::string settings_;
  std::vector<const char *> keywords_, values_;
};

[[noreturn]] void refused(const PGconn *c) {
  throw ConnectError("postgres: cannot connect: " + one_line(PQerrorMessage(c)));
}

} // namespace

Connection Driver::open(Deadline until) const {
  const Parsed parsed(config_);
  std::unique_ptr<PGconn, void (*)(PGconn *)> pg(
      PQconnectStartParams(parsed.keywords(), parsed.values(), 0), PQfinish);
  if (!pg)
    throw std::bad_alloc();
  // Notices are in the server's log; libpq would write them to stderr.
  PQsetNoticeReceiver(pg.get(), [](void *, const PGresult *) {}, nullptr);
  if (PQstatus(pg.get()) == CONNECTION_BAD)
    refused(pg.get());
  // Each step may be on another socket: the next address of the name.
  for (PostgresPollingStatusType step = PGRES_POLLING_WRITING; step != PGRES_POLLING_OK;
       step = PQconnectPoll(pg.get())) {
    if (step == PGRES_POLLING_FAILED)
      refused(pg.get());
    if (!detail::wait_for(PQsocket(pg.get()), step == PGRES_POLLING_READING ? POLLIN : POLLOUT,
                          until))
      throw ConnectError(std::string("postgres: cannot connect to ") + PQhost(pg.get()) + ":" +
                         PQport(pg.get()) + ": no answer in time");
  }
  if (PQsetnonblocking(pg.get(), 1) != 0)
    refused(pg.get());
  Connection c(pg.get(), config_);
  (void)pg.release();
  return c;
}

std::vector<std::string> Driver::check(Connection &c, const Options &o) {
  const auto row = c.query(
      "SELECT current_setting('max_connections')::int8,"
      " current_setting('superuser_reserved_connections')::int8"
      "  + coalesce(current_setting('reserved_connections', true), '0')::int8,"
      " coalesce((SELECT setting::int8 FROM pg_settings WHERE name = 'idle_session_timeout'), 0),"
      " (SELECT setting::int8 FROM pg_settings"
      "  WHERE name = 'idle_in_transaction_session_timeout'),"
      " (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user),"
      " (SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL AND (usename <> "
      "current_user OR application_name IS DISTINCT FROM current_setting('application_name')))")[0];
  const auto number = [&](std::size_t i) { return row.get<std::int64_t>(i); };
  const auto text = [](std::int64_t n) { return std::to_string(n); };
  const std::int64_t most_here = number(0), reserved = number(1), idle = number(2),
                     in_transaction = number(3), role = number(4), others = number(5);
  const auto wanted = static_cast<std::int64_t>(o.pool_size + o.max_overflow);
  std::vector<std::string> remarks;
  if (idle > 0 && (o.max_idle.count() == 0 || o.max_idle.count() >= idle) &&
      (o.pool_recycle.count() == 0 || o.pool_recycle.count() >= idle))
    remarks.push_back("the server's idle_session_timeout ends sessions that were idle for " +
                      text(idle) + " ms; make max_idle (" + text(o.max_idle.count()) +
                      " ms) or pool_recycle (" + text(o.pool_recycle.count()) + " ms) shorter");
  if (in_transaction > 0 &&
      (o.leak_threshold.count() == 0 || o.leak_threshold.count() >= in_transaction))
    remarks.push_back("the server's idle_in_transaction_session_timeout ends sessions that do "
                      "nothing in a transaction for " +
                      text(in_transaction) + " ms; make leak_threshold (" +
                      text(o.leak_threshold.count()) +
                      " ms) shorter, and report_leaks() says who they are before");
  if (wanted > most_here - reserved - others)
    remarks.push_back("pool_size and max_overflow add up to " + text(wanted) +
                      " connections; the server's max_connections are " + text(most_here) +
                      ", of which " + text(reserved) + " are reserved and " + text(others) +
                      " in use by others");
  if (role >= 0 && wanted > role)
    remarks.push_back("pool_size and max_overflow add up to " + text(wanted) +
                      " connections; the CONNECTION LIMIT of this role is " + text(role));
  return remarks;
}

} // namespace leasehold::postgres
