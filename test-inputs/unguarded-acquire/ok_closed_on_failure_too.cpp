// what: handles that exist even after a failed open are closed on that path as well.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <hiredis/hiredis.h>
#include <iostream>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <string>

bool sqliteVersion(const std::string &file) {
  sqlite3 *db = nullptr;
  if (sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) {
    std::cerr << sqlite3_errmsg(db) << '\n';
    sqlite3_close(db);
    return false;
  }
  bool ok = sqlite3_exec(db, "PRAGMA schema_version", nullptr, nullptr, nullptr) == SQLITE_OK;
  sqlite3_close_v2(db);
  return ok;
}

bool postgresAlive(const char *conninfo) {
  PGconn *conn = PQconnectdb(conninfo);
  bool alive = PQstatus(conn) == CONNECTION_OK;
  PQfinish(conn);
  return alive;
}

bool redisAlive(const char *host) {
  redisContext *ctx = redisConnect(host, 6379);
  if (ctx == nullptr)
    return false;
  if (ctx->err != 0) {
    redisFree(ctx);
    return false;
  }
  void *reply = redisCommand(ctx, "PING");
  if (reply)
    freeReplyObject(reply);
  redisFree(ctx);
  return reply != nullptr;
}
