// PostgreSQL for the pool: connecting, and looking at the server's settings.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/postgres.h"
#include "one_line.h"
#include "wait.h"
#include <cstdlib>
#include <libpq-fe.h>
#include <netdb.h>
#include <sys/socket.h>

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
  [[nodiscard]] const char *find(std::string_view keyword) const {
    for (std::size_t i = 0; keywords_[i]; ++i)
      if (keyword == keywords_[i])
        return values_[i];
    return nullptr;
  }
  /// This place instead of all; the texts must live as long as this.
  void choose(const std::string &host, const std::string &address, const std::string &port) {
    set("host", host.c_str());
    set("hostaddr", address.c_str());
    set("port", port.c_str());
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

  void set(const char *keyword, const char *value) {
    for (std::size_t i = 0; keywords_[i]; ++i)
      if (std::string_view(keyword) == keywords_[i]) {
        values_[i] = value;
        return;
      }
    keywords_.insert(keywords_.begin(), keyword);
    values_.insert(values_.begin(), value);
  }

  std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption *)> options_;
  std::string settings_;
  std::vector<const char *> keywords_, values_;
};

using Handle = std::unique_ptr<PGconn, void (*)(PGconn *)>;

/// One place to connect to; what is empty, libpq fills in.
struct Place {
  std::string host, address, port;
};

std::vector<std::string> split(const char *list) {
  std::vector<std::string> parts(1);
  for (const char *c = list; *c; ++c)
    if (*c == ',')
      parts.emplace_back();
    else
      parts.back() += *c;
  return parts;
}

/// All places that conninfo names, addresses of names included: libpq would go on to the next one
/// when one refuses, but not when it is silent. Empty: leave it to libpq.
std::vector<Place> places(const Parsed &parsed) {
  const char *hosts = parsed.find("host"), *addresses = parsed.find("hostaddr"),
             *ports = parsed.find("port");
  // These choose among the servers by what they are; libpq knows how.
  if (!hosts || addresses || parsed.find("target_session_attrs") ||
      parsed.find("load_balance_hosts") || parsed.find("service"))
    return {};
  const std::vector<std::string> names = split(hosts), numbers = split(ports ? ports : "");
  if (numbers.size() != 1 && numbers.size() != names.size())
    return {}; // libpq says that this is wrong
  std::vector<Place> all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string &port = numbers.size() == 1 ? numbers[0] : numbers[i];
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    // A path is a socket's; what cannot be resolved, libpq reports.
    if (names[i].empty() || names[i][0] == '/' || names[i][0] == '@' ||
        getaddrinfo(names[i].c_str(), nullptr, &hints, &found) != 0) {
      all.push_back({names[i], "", port});
      continue;
    }
    const std::unique_ptr<addrinfo, void (*)(addrinfo *)> owned(found, freeaddrinfo);
    for (const addrinfo *a = found; a; a = a->ai_next) {
      char text[NI_MAXHOST];
      if (getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) ==
          0)
        all.push_back({names[i], text, port});
    }
  }
  return all;
}

/// Null when it failed; `why` then says so, and `answered` whether there was a server.
Handle connect(const Parsed &parsed, Deadline until, std::string &why, bool &answered) {
  Handle pg(PQconnectStartParams(parsed.keywords(), parsed.values(), 0), PQfinish);
  if (!pg)
    throw std::bad_alloc();
  // Notices are in the server's log; libpq would write them to stderr.
  PQsetNoticeReceiver(pg.get(), [](void *, const PGresult *) {}, nullptr);
  PostgresPollingStatusType step =
      PQstatus(pg.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  // Each step may be on another socket.
  for (; step != PGRES_POLLING_OK; step = PQconnectPoll(pg.get())) {
    if (step == PGRES_POLLING_FAILED) {
      why = one_line(PQerrorMessage(pg.get()));
      return {nullptr, PQfinish};
    }
    const bool reading = step == PGRES_POLLING_READING;
    if (!detail::wait_for(PQsocket(pg.get()), reading ? POLLIN : POLLOUT, until)) {
      why = std::string("no answer in time from ") + PQhost(pg.get()) + ":" + PQport(pg.get());
      return {nullptr, PQfinish};
    }
    answered |= reading;
  }
  return pg;
}

} // namespace

Connection Driver::open(Deadline until) const {
  Parsed parsed(config_);
  const std::vector<Place> all = places(parsed);
  Handle pg(nullptr, PQfinish);
  std::string reasons;
  for (std::size_t i = 0; !pg && i < std::max<std::size_t>(all.size(), 1); ++i) {
    Deadline limit = until;
    if (all.size() > 1) {
      parsed.choose(all[i].host, all[i].address, all[i].port);
      // An equal share of what is left: a silent one does not use up the time of the others.
      const auto now = Clock::now();
      limit = now + (until - now) / static_cast<int>(all.size() - i);
    }
    std::string why;
    bool answered = false;
    pg = connect(parsed, limit, why, answered);
    if (pg)
      break;
    reasons += (reasons.empty() ? "" : "; ") + why;
    if (answered) // a wrong password is as wrong at its other addresses
      break;
  }
  if (pg && PQsetnonblocking(pg.get(), 1) != 0) {
    reasons = one_line(PQerrorMessage(pg.get()));
    pg.reset();
  }
  if (!pg)
    throw ConnectError("postgres: cannot connect: " + reasons);
  Connection c(pg.get(), config_);
  (void)pg.release(); // NOLINT(bugprone-unused-return-value): it is the connection's now
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

ServerView Driver::server_view(Deadline until) const {
  Config config = config_;
  config.answer_timeout = detail::sooner(config.answer_timeout, until);
  Connection c = Driver(std::move(config)).open(until);
  ServerView view;
  const auto server = c.query("SELECT current_setting('application_name'),"
                              " (SELECT count(*) FROM pg_stat_activity WHERE backend_type ="
                              " 'client backend'), current_setting('max_connections')::int8")[0];
  view.application = server.get<std::string>(0);
  view.server_connections = server.get<std::int64_t>(1);
  view.max_connections = server.get<std::int64_t>(2);
  for (const Row &r :
       c.query("SELECT pid::int8, application_name,"
               " coalesce(host(client_addr) || ':' || client_port, 'local'), coalesce(state, ''),"
               " left(query, 200),"
               " coalesce(extract(epoch FROM clock_timestamp() - state_change) * 1000, 0)::int8,"
               " coalesce(extract(epoch FROM clock_timestamp() - xact_start) * 1000, 0)::int8"
               " FROM pg_stat_activity WHERE backend_type = 'client backend'"
               " AND pid <> pg_backend_pid() AND usename = current_user"
               " AND datname = current_database()"
               " AND application_name = current_setting('application_name')"
               " ORDER BY xact_start NULLS LAST, pid LIMIT 1000")) {
    ServerConnection one;
    one.id = r.get<std::int64_t>(0);
    one.application = r.get<std::string>(1);
    one.client = r.get<std::string>(2);
    one.state = r.get<std::string>(3);
    one.statement = r.get<std::string>(4);
    one.in_state = std::chrono::milliseconds(r.get<std::int64_t>(5));
    one.transaction = std::chrono::milliseconds(r.get<std::int64_t>(6));
    one.idle_in_transaction = one.state.starts_with("idle in transaction");
    view.connections.push_back(std::move(one));
  }
  return view;
}

} // namespace leasehold::postgres
