// what: a Boost.ScopeExit block gives back what it names; what it does not name, or names too late, leaks.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <boost/scope_exit.hpp>
#include <libpq-fe.h>
#include <stdexcept>
#include <string>

int copied(const std::string &from, const std::string &to) {
  PGconn *source = PQconnectdb(from.c_str());
  PGconn *target = PQconnectdb(to.c_str()); // EXPECT: unguarded-acquire
  BOOST_SCOPE_EXIT((&source)) { PQfinish(source); }
  BOOST_SCOPE_EXIT_END
  if (PQstatus(source) != CONNECTION_OK || PQstatus(target) != CONNECTION_OK)
    throw std::runtime_error("no connection");
  PQfinish(target);
  return 1;
}

int late(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str()); // EXPECT: unguarded-acquire
  if (PQstatus(link) != CONNECTION_OK)
    throw std::runtime_error("no connection");
  BOOST_SCOPE_EXIT((link)) { PQfinish(link); }
  BOOST_SCOPE_EXIT_END
  return PQserverVersion(link);
}
