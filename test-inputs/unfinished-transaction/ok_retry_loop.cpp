// what: right: every round of the retry loop ends its own transaction before the next BEGIN
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"
#include <string>

bool addPoints(PgStore &store, const std::string &player, const std::string &points) {
  PgCheckout conn(store);
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (!pgRun(conn, "BEGIN ISOLATION LEVEL SERIALIZABLE"))
      return false;
    const char *values[] = {player.c_str(), points.c_str()};
    PgResult done(PQexecParams(conn, "UPDATE players SET points = points + $2 WHERE name = $1", 2, nullptr, values, nullptr,
                               nullptr, 0));
    if (PQresultStatus(done.get()) == PGRES_COMMAND_OK && pgRun(conn, "COMMIT"))
      return true;
    const char *state = PQresultErrorField(done.get(), PG_DIAG_SQLSTATE);
    const bool retry = state == nullptr || std::string(state) == "40001";
    pgRun(conn, "ROLLBACK");
    if (!retry)
      break;
  }
  return false;
}
