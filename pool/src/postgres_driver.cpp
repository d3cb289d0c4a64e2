// PostgreSQL for the pool: connecting, and looking at the server's settings.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/postgres.h"
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

[[noreturn]] void refused(const PGconn *c, const std::string &why) {
  std::string text = why;
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;)
    text.replace(at, 1, "; ");
  const char *host = c ? PQhost(c) : nullptr;
  const char *port = c ? PQport(c) : nullptr;
  throw ConnectError(
      "postgres: cannot connect" +
      (host && *host ? std::string(" to ") + host + ":" + (port ? port : "") : std::string()) +
      ": " + text);
}

} // namespace

Connection Driver::open(Deadline until) const {
  const Parsed parsed(config_);
  std::unique_ptr<PGconn, void (*)(PGconn *)> pg(
      PQconnectStartParams(parsed.keywords(), parsed.values(), 0), PQfinish);
  if (!pg)
    throw std::bad_alloc();
  if (PQstatus(pg.get()) == CONNECTION_BAD)
    refused(pg.get(), PQerrorMessage(pg.get()));
  // Each step may be on another socket: the next address of the name.
  for (PostgresPollingStatusType step = PGRES_POLLING_WRITING; step != PGRES_POLLING_OK;
       step = PQconnectPoll(pg.get())) {
    if (step == PGRES_POLLING_FAILED)
      refused(pg.get(), PQerrorMessage(pg.get()));
    if (!detail::wait_for(PQsocket(pg.get()), step == PGRES_POLLING_READING ? POLLIN : POLLOUT,
                          until))
      refused(pg.get(), "no answer in time");
  }
  // What the server remarks goes to the program's log through the server's, not to stderr.
  PQsetNoticeReceiver(pg.get(), [](void *, const PGresult *) {}, nullptr);
  if (PQsetnonblocking(pg.get(), 1) != 0)
    refused(pg.get(), PQerrorMessage(pg.get()));
  Connection c(pg.get(), config_);
  (void)pg.release();
  return c;
}

} // namespace leasehold::postgres
