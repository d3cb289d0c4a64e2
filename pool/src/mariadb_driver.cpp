// MariaDB and MySQL for the pool: connecting, and looking at the server's settings.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/mariadb.h"
#include "mariadb_wait.h"
#include <mutex>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace leasehold::mariadb {
namespace {

const char *or_null(const std::string &text) { return text.empty() ? nullptr : text.c_str(); }

/// Whether libmariadb goes through a file system's socket; "localhost" says so, too.
bool is_local(const Config &c) {
  return !c.unix_socket.empty() || c.host.empty() || c.host == "localhost";
}

/// Whether connect() may fail at once instead of later: no server at a local socket, no route to a
/// host. Then libmariadb's non-blocking connect (seen in 3.3) closes its socket twice, and
/// what another thread has opened in between under the same number is closed behind its back.
/// A route is looked for by "connecting" UDP sockets, which sends nothing.
bool may_fail_at_once(const Config &c) {
  if (is_local(c))
    return true;
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo *found = nullptr;
  if (getaddrinfo(c.host.c_str(), std::to_string(c.port).c_str(), &hints, &found) != 0)
    return true;
  const std::unique_ptr<addrinfo, void (*)(addrinfo *)> owned(found, freeaddrinfo);
  for (const addrinfo *a = found; a; a = a->ai_next) {
    const int probe = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);
    const bool routed = probe >= 0 && ::connect(probe, a->ai_addr, a->ai_addrlen) == 0;
    if (probe >= 0)
      close(probe);
    if (!routed)
      return true;
  }
  return false;
}

/// Connects `m`. Where connect() may fail at once the call blocks, for whole seconds (that is what
/// libmariadb counts in), rounded up. False: it was not done by then.
bool connect(MYSQL *m, const Config &c, Deadline until, MYSQL *&connected) {
  const char *host = c.unix_socket.empty() ? or_null(c.host) : nullptr;
  // CLIENT_FOUND_ROWS: an UPDATE counts the rows that it found, as other databases do.
  constexpr unsigned long flags = CLIENT_MULTI_STATEMENTS | CLIENT_FOUND_ROWS;
  if (!may_fail_at_once(c))
    return drive(
        m, until,
        [&] {
          return mysql_real_connect_start(&connected, m, host, or_null(c.user), c.password.c_str(),
                                          or_null(c.database), c.port, or_null(c.unix_socket),
                                          flags);
        },
        [&](int events) { return mysql_real_connect_cont(&connected, m, events); });
  if (until != detail::never) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(until - Clock::now()).count();
    const auto seconds = static_cast<unsigned>(std::clamp<std::int64_t>(left, 1, INT_MAX / 1000));
    mysql_options(m, MYSQL_OPT_CONNECT_TIMEOUT, &seconds);
  }
  connected = mysql_real_connect(m, host, or_null(c.user), c.password.c_str(), or_null(c.database),
                                 c.port, or_null(c.unix_socket), flags);
  return connected || Clock::now() < until;
}

} // namespace

Connection Driver::open(Deadline until) const {
  static std::once_flag once; // what mysql_init() does the first time is not for two threads
  std::call_once(once, [] { (void)mysql_server_init(0, nullptr, nullptr); });
  std::unique_ptr<MYSQL, void (*)(MYSQL *)> owned(mysql_init(nullptr), mysql_close);
  MYSQL *m = owned.get();
  if (!m)
    throw std::bad_alloc();
  const unsigned no = 0;
  const my_bool yes = 1;
  mysql_options(m, MYSQL_OPT_NONBLOCK, nullptr);
  mysql_options(m, MYSQL_SET_CHARSET_NAME, config_.charset.c_str());
  mysql_options(m, MYSQL_OPT_LOCAL_INFILE, &no); // a server could ask for any file of ours
  mysql_options(m, MYSQL_INIT_COMMAND, "SET autocommit = 1");
  if (config_.tls != Tls::off) {
    const my_bool verify = config_.tls == Tls::verified ? 1 : 0;
    mysql_options(m, MYSQL_OPT_SSL_ENFORCE, &yes);
    mysql_options(m, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verify);
    mysql_options(m, MYSQL_OPT_SSL_CA, or_null(config_.tls_ca));
    mysql_options(m, MYSQL_OPT_SSL_CERT, or_null(config_.tls_certificate));
    mysql_options(m, MYSQL_OPT_SSL_KEY, or_null(config_.tls_key));
  }
  MYSQL *connected = nullptr;
  const bool in_time = connect(m, config_, until, connected);
  if (!connected)
    throw ConnectError("mariadb: cannot connect to " +
                       (!config_.unix_socket.empty() ? config_.unix_socket
                        : config_.host.empty()
                            ? std::string("localhost")
                            : config_.host + ":" + std::to_string(config_.port)) +
                       ": " + (in_time ? mysql_error(m) : "no answer in time"));
  // "Enforced" is not what libmariadb does with a server that has no TLS.
  if (config_.tls != Tls::off && !mysql_get_ssl_cipher(m))
    throw ConnectError("mariadb: " + config_.host + " has no TLS, which `tls` asks for");
  return Connection(owned.release(), config_);
}

std::vector<std::string> Driver::check(Connection &c, const Options &o) {
  const auto row =
      c.query("SELECT CAST(@@wait_timeout AS SIGNED), CAST(@@max_connections AS SIGNED),"
              " CAST(@@max_user_connections AS SIGNED), (SELECT COUNT(*) FROM"
              " information_schema.processlist WHERE user = SUBSTRING_INDEX(USER(), '@', 1))")[0];
  const auto status = c.query("SHOW GLOBAL STATUS LIKE 'Threads_connected'");
  const auto text = [](std::int64_t n) { return std::to_string(n); };
  const auto idle = row.get<std::int64_t>(0) * 1000, most_here = row.get<std::int64_t>(1),
             most_ours = row.get<std::int64_t>(2), ours = row.get<std::int64_t>(3);
  // This user's are taken for this pool's.
  const std::int64_t others =
      std::max<std::int64_t>(0, std::stoll(status.at(0).get<std::string>(1)) - ours);
  const auto wanted = static_cast<std::int64_t>(o.pool_size + o.max_overflow);
  std::vector<std::string> remarks;
  if (o.pool_recycle.count() == 0 || o.pool_recycle.count() >= idle)
    remarks.push_back("the server's wait_timeout ends sessions that were idle for " + text(idle) +
                      " ms; make pool_recycle (" + text(o.pool_recycle.count()) +
                      " ms) shorter than that, and not 0");
  if (wanted > most_here - others)
    remarks.push_back("pool_size and max_overflow add up to " + text(wanted) +
                      " connections; the server's max_connections are " + text(most_here) +
                      ", of which " + text(others) + " are in use by others");
  if (most_ours > 0 && wanted > most_ours)
    remarks.push_back("pool_size and max_overflow add up to " + text(wanted) +
                      " connections; the max_user_connections of this user are " + text(most_ours));
  return remarks;
}

ServerView Driver::server_view(Deadline until) const {
  Config config = config_;
  config.answer_timeout = detail::sooner(config.answer_timeout, until);
  Connection c = Driver(std::move(config)).open(until);
  ServerView view;
  const auto number = [](const Row &r) { return std::stoll(r.get<std::string>(1)); };
  view.server_connections = number(c.query("SHOW GLOBAL STATUS LIKE 'Threads_connected'").at(0));
  view.max_connections = number(c.query("SHOW GLOBAL VARIABLES LIKE 'max_connections'").at(0));
  // Of transactions only those with the privilege PROCESS hear.
  const auto list = [&c](bool transactions) {
    return c.query(
        "SELECT CAST(p.id AS SIGNED), COALESCE(p.host, ''), COALESCE(p.command, ''),"
        " COALESCE(LEFT(p.info, 200), ''), CAST(COALESCE(p.time, 0) * 1000 AS SIGNED), " +
        std::string(transactions ? "CAST(IF(t.trx_started IS NULL, 0, GREATEST(1, TIMESTAMPDIFF("
                                   "MICROSECOND, t.trx_started, NOW(6)) DIV 1000)) AS SIGNED)"
                                 : "0") +
        " FROM information_schema.processlist p" +
        (transactions ? " LEFT JOIN information_schema.innodb_trx t ON t.trx_mysql_thread_id = p.id"
                      : "") +
        " WHERE p.id <> CONNECTION_ID() AND p.user = SUBSTRING_INDEX(USER(), '@', 1)"
        " AND p.db <=> DATABASE() ORDER BY p.time DESC, p.id LIMIT 1000");
  };
  std::vector<Row> rows;
  try {
    rows = list(true);
  } catch (const SqlError &e) {
    if (e.sqlstate() != "42000") // 1227: not allowed
      throw;
    view.sees_transactions = false;
    rows = list(false);
  }
  for (const Row &r : rows) {
    ServerConnection one;
    one.id = r.get<std::int64_t>(0);
    one.client = r.get<std::string>(1);
    one.state = r.get<std::string>(2);
    one.statement = r.get<std::string>(3);
    one.in_state = std::chrono::milliseconds(r.get<std::int64_t>(4));
    one.transaction = std::chrono::milliseconds(r.get<std::int64_t>(5));
    one.idle_in_transaction = one.transaction.count() > 0 && one.state == "Sleep";
    view.connections.push_back(std::move(one));
  }
  return view;
}

} // namespace leasehold::mariadb
