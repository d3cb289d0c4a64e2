// what: what the pool hands out is asked whether it is open, and is not: no session that could be given back. One that was used is.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_pg_pool.h"
#include "ua_pqxx_pool.h"

#include <optional>
#include <stdexcept>

void rename(ConnectionPool &pool, const std::string &to) {
  auto conn = pool.get_connection();
  if (!conn || !conn->is_open())
    throw std::runtime_error("no connection");
  try {
    pqxx::work work(*conn);
    work.exec("UPDATE shop SET name = " + work.quote(to));
    work.commit();
    pool.return_connection(conn);
  } catch (const std::exception &) {
    pool.return_connection(conn);
    throw;
  }
}

bool count(ConnectionPool &pool) {
  auto conn = pool.get_connection();
  const bool open = conn->is_open();
  if (open)
    pool.return_connection(conn);
  return open;
}

// The pool wants back what still works, too.
bool forgotten(ConnectionPool &pool) {
  auto conn = pool.get_connection(); // EXPECT: unguarded-acquire
  if (conn->is_open())
    return true;
  pool.return_connection(conn);
  return false;
}

// It worked a moment ago: the pool has to learn that it does not any more.
bool usedBefore(ConnectionPool &pool) {
  auto conn = pool.get_connection(); // EXPECT: unguarded-acquire
  try {
    pqxx::nontransaction query(*conn);
    query.exec("SELECT 1");
  } catch (const std::exception &) {
  }
  if (!conn->is_open())
    return false;
  pool.return_connection(conn);
  return true;
}

// Nobody else closes what was opened by hand.
std::optional<int> byHand(const char *where) {
  PGconn *conn = PQconnectdb(where); // EXPECT: unguarded-acquire
  if (PQstatus(conn) != CONNECTION_OK)
    return std::nullopt;
  const int version = PQserverVersion(conn);
  PQfinish(conn);
  return version;
}
