// what: the reconnect branch opens a new handle over the dead one, which still has to be finished.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <iostream>
#include <libpq-fe.h>
#include <string>
#include <vector>

int replay(const std::string &conninfo, const std::vector<std::string> &statements) {
  PGconn *db = PQconnectdb(conninfo.c_str()); // EXPECT: unguarded-acquire
  int done = 0;
  for (const std::string &line : statements) {
    if (PQstatus(db) == CONNECTION_BAD) {
      std::cerr << "reconnecting\n";
      db = PQconnectdb(conninfo.c_str()); // EXPECT: unguarded-acquire
    }
    PGresult *res = PQexec(db, line.c_str());
    if (PQresultStatus(res) == PGRES_COMMAND_OK)
      ++done;
    PQclear(res);
  }
  PQfinish(db);
  return done;
}
