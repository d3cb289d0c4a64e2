// what: the scope guards of GSL, Abseil, folly and Boost give back where the scope ends, unless they are called off
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "libraries/scope_guards.h"
#include <libpq-fe.h>
#include <stdexcept>
#include <string>

int ask(PGconn *link) {
  if (PQstatus(link) != CONNECTION_OK)
    throw std::runtime_error(PQerrorMessage(link));
  return PQserverVersion(link);
}

int withGsl(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str());
  auto close = gsl::finally([&] { PQfinish(link); });
  return ask(link);
}

int withAbsl(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str());
  absl::Cleanup close = [link] { PQfinish(link); };
  return ask(link);
}

int withMake(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str());
  auto close = absl::MakeCleanup([link] { PQfinish(link); });
  return ask(link);
}

int withFolly(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str());
  SCOPE_EXIT { PQfinish(link); };
  return ask(link);
}

int withBoost(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str());
  boost::scope::scope_exit close([link] { PQfinish(link); });
  return ask(link);
}

int withDefer(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str());
  boost::scope::defer_guard close([link] { PQfinish(link); });
  return ask(link);
}

// Called off: now it is the caller's.
PGconn *open(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str());
  auto close = folly::makeGuard([&] { PQfinish(link); });
  ask(link);
  close.dismiss();
  return link;
}

int forgotten(const std::string &dsn) {
  PGconn *link = open(dsn); // EXPECT: unguarded-acquire
  return PQserverVersion(link);
}

PGconn *tooSoon(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str()); // EXPECT: unguarded-acquire
  absl::Cleanup close = [link] { PQfinish(link); };
  std::move(close).Cancel();
  ask(link);
  return link;
}

PGconn *switchedOff(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str()); // EXPECT: unguarded-acquire
  boost::scope::scope_exit close([link] { PQfinish(link); });
  close.set_active(false);
  ask(link);
  return link;
}
