// what: Boost.ScopeExit closes handles where the scope ends, whichever way it is left.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <boost/scope_exit.hpp>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdexcept>
#include <string>

bool open(const std::string &file, sqlite3 **db) { return sqlite3_open(file.c_str(), db) == SQLITE_OK; }

bool backUp(const std::string &file, int task) {
  sqlite3 *source = nullptr;
  sqlite3 *target = nullptr;
  BOOST_SCOPE_EXIT((&source)(&target)(task)) {
    sqlite3_close(source);
    sqlite3_close(target);
    (void)task;
  }
  BOOST_SCOPE_EXIT_END
  if (!open(file, &source))
    return false;
  if (!open(file + ".bak", &target))
    return false;
  sqlite3_backup *backup = sqlite3_backup_init(target, "main", source, "main");
  if (!backup)
    throw std::runtime_error(sqlite3_errmsg(target));
  sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  return true;
}

int count(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str());
  BOOST_SCOPE_EXIT((link)) { PQfinish(link); }
  BOOST_SCOPE_EXIT_END
  if (PQstatus(link) != CONNECTION_OK)
    throw std::runtime_error(PQerrorMessage(link));
  PGresult *all = PQexec(link, "SELECT id FROM orders");
  int n = PQntuples(all);
  PQclear(all);
  return n;
}

int countAll(const std::string &dsn) {
  PGconn *link = PQconnectdb(dsn.c_str());
  BOOST_SCOPE_EXIT_ALL(&link) { PQfinish(link); };
  if (PQstatus(link) != CONNECTION_OK)
    throw std::runtime_error(PQerrorMessage(link));
  PGresult *all = PQexec(link, "SELECT id FROM orders");
  int n = PQntuples(all);
  PQclear(all);
  return n;
}
