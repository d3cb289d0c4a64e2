// what: callers close whatever the result is, or nobody here closes; the open looks at what is there first; each object is opened once.
#include <postgresql/libpq-fe.h>
#include <sqlite3.h>
#include <vector>

// As sqlite3_open() itself: closed after a failure, too.
struct Log {
  sqlite3 *db;
};
int openLog(Log *log) {
  if (sqlite3_open("log", &log->db) != SQLITE_OK)
    return -1;
  sqlite3_exec(log->db, "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
  return 0;
}
void append(Log *log) {
  if (openLog(log) == 0)
    sqlite3_exec(log->db, "INSERT INTO log VALUES (1)", nullptr, nullptr, nullptr);
  sqlite3_close(log->db);
}

// What is there is closed before.
struct Accounts {
  PGconn *link = nullptr;
};
void disconnect(Accounts &accounts) {
  PQfinish(accounts.link);
  accounts.link = nullptr;
}
bool connect(Accounts &accounts) {
  if (accounts.link)
    disconnect(accounts);
  accounts.link = PQconnectdb("");
  return PQstatus(accounts.link) == CONNECTION_OK;
}
void save(Accounts &accounts) {
  if (!connect(accounts))
    return;
  PQclear(PQexec(accounts.link, "SELECT 1"));
  disconnect(accounts);
}

// One after the other.
struct Shard {
  PGconn *link;
};
bool open(Shard *shard) {
  shard->link = PQconnectdb("");
  if (!shard->link)
    return false;
  PQclear(PQexec(shard->link, "SELECT 1"));
  return true;
}
void close(Shard *shard) { PQfinish(shard->link); }
void each(std::vector<Shard *> &shards) {
  for (Shard *shard : shards)
    if (open(shard)) {
      PQclear(PQexec(shard->link, "SELECT 2"));
      close(shard);
    }
}
void both(Shard *a, Shard *b) {
  if (open(a)) {
    if (open(b))
      close(b);
    close(a);
  }
}
void again(Shard *shard) {
  if (open(shard)) {
    close(shard);
    if (open(shard))
      close(shard);
  }
}
