// Drivers from URLs.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_TOOLS_DATABASES_H
#define LEASEHOLD_TOOLS_DATABASES_H

#include "commands.h"
#include "leasehold/pool.h"
#include <charconv>
#include <filesystem>
#ifdef LEASEHOLD_HAS_SQLITE
#include "leasehold/sqlite.h"
#endif
#ifdef LEASEHOLD_HAS_POSTGRES
#include "leasehold/postgres.h"
#endif
#ifdef LEASEHOLD_HAS_MARIADB
#include "leasehold/mariadb.h"
#endif

namespace leasehold::tools {

/// scheme://user:password@host:port/name, percent-decoded.
struct DatabaseUrl {
  std::string user, password, host, name;
  unsigned port = 0;
  /// Throws Failure, which does not quote the URL: it may have a password.
  static DatabaseUrl parse(std::string_view text);
};

/// Calls f(driver) with the driver that the URL asks for. Throws Failure: the URL is wrong, or the
/// driver was not built. `answer` bounds each statement.
template <class F> auto with_driver(const std::string &url, std::chrono::milliseconds answer, F f) {
  const auto is = [&](std::string_view scheme) { return url.starts_with(scheme); };
#ifdef LEASEHOLD_HAS_POSTGRES
  if (is("postgresql://") || is("postgres://")) {
    postgres::Config config;
    config.conninfo = url;
    config.answer_timeout = answer;
    return f(postgres::Driver(std::move(config)));
  }
#endif
#ifdef LEASEHOLD_HAS_MARIADB
  if (is("mariadb://") || is("mysql://")) {
    const DatabaseUrl parts = DatabaseUrl::parse(url);
    mariadb::Config config;
    config.host = parts.host;
    config.port = parts.port ? parts.port : config.port;
    config.user = parts.user;
    config.password = parts.password;
    config.database = parts.name;
    config.answer_timeout = answer;
    return f(mariadb::Driver(std::move(config)));
  }
#endif
#ifdef LEASEHOLD_HAS_SQLITE
  constexpr std::string_view sqlite_scheme = "sqlite:";
  const std::string path = is(sqlite_scheme) ? url.substr(sqlite_scheme.size()) : url;
  if (path.find("://") == std::string::npos) {
    // SQLite would make one, and say that all is well.
    if (path != ":memory:" && !path.starts_with("file:") && !std::filesystem::exists(path))
      throw Failure("there is no file '" + path + "'");
    sqlite::Config config;
    config.path = path;
    config.busy_timeout = answer;
    return f(sqlite::Driver(std::move(config)));
  }
#endif
  throw Failure("no driver for this --database; this program has"
#ifdef LEASEHOLD_HAS_SQLITE
                " SQLite (a file)"
#endif
#ifdef LEASEHOLD_HAS_POSTGRES
                " postgresql://"
#endif
#ifdef LEASEHOLD_HAS_MARIADB
                " mariadb://"
#endif
  );
}

} // namespace leasehold::tools

#endif // LEASEHOLD_TOOLS_DATABASES_H
