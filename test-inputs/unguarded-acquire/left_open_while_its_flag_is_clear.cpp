// what: a flag or a count says whether the session in a field is open; what is left there while it is clear is closed by nobody, and the next open overwrites it.
#include <postgresql/libpq-fe.h>
#include <mysql/mysql.h>
#include <sqlite3.h>
#include <stdexcept>
#include <string>
#include <utility>

void say(const char *text);

// The destructor closes what is connected, and only that.
class Archive {
public:
  explicit Archive(std::string path) : path_(std::move(path)) {}
  ~Archive() {
    if (connected_ && db_)
      sqlite3_close(db_);
  }
  void connect() {
    if (connected_)
      return;
    if (sqlite3_open(path_.c_str(), &db_) == SQLITE_OK) // EXPECT: unguarded-acquire
      connected_ = true;
    else
      throw std::runtime_error("cannot open " + path_);
  }
  bool isConnected() const { return connected_; }
  void disconnect() {
    if (!isConnected())
      return;
    sqlite3_close(db_);
    connected_ = false;
    db_ = nullptr;
  }

private:
  std::string path_;
  sqlite3 *db_ = nullptr;
  bool connected_ = false;
};

void run(Archive &archive) { archive.connect(); }

// Counted, in C's way; the encoding is refused.
struct Entry {
  const char *where;
  PGconn *link;
  unsigned count;
};
Entry *find(const char *name);

int openEntry(const char *name) {
  Entry *entry = find(name);
  if (!entry)
    return -1;
  if (entry->count > 0) {
    ++entry->count;
    return 0;
  }
  entry->link = PQconnectdb(entry->where); // EXPECT: unguarded-acquire
  if (PQstatus(entry->link) != CONNECTION_OK) {
    say(PQerrorMessage(entry->link));
    PQfinish(entry->link);
    entry->link = nullptr;
    return -1;
  }
  if (PQsetClientEncoding(entry->link, "UTF8") < 0) {
    say("no such encoding");
    return -1;
  }
  ++entry->count;
  return 0;
}
void closeEntry(const char *name) {
  Entry *entry = find(name);
  if (!entry || entry->count == 0)
    return;
  if (--entry->count == 0) {
    PQfinish(entry->link);
    entry->link = nullptr;
  }
}

// The server is gone: only the count is cleared.
struct Node {
  MYSQL *mysql;
  int users;
};

int openNode(Node *node) {
  if (node->users > 0) {
    if (mysql_ping(node->mysql) == 0) {
      node->users++;
      return 0;
    }
    say(mysql_error(node->mysql));
    node->users = 0; // EXPECT: unguarded-acquire
    return 1;
  }
  node->mysql = mysql_init(nullptr);
  if (!node->mysql)
    return 1;
  if (!mysql_real_connect(node->mysql, "h", "u", "p", "d", 0, nullptr, 0)) {
    mysql_close(node->mysql);
    node->mysql = nullptr;
    return 1;
  }
  node->users++;
  return 0;
}
void closeNode(Node *node) {
  if (node->users == 0)
    return;
  if (--node->users == 0) {
    mysql_close(node->mysql);
    node->mysql = nullptr;
  }
}

// Each call tries again while it is not connected, over what the last one left.
struct Realtime {
  char host[64];
  MYSQL handle;
  int connected;
};
static bool reconnect(Realtime *r) {
  if (!r->connected) {
    if (!mysql_init(&r->handle)) // EXPECT: unguarded-acquire
      return false;
    if (mysql_real_connect(&r->handle, r->host, "u", "p", "d", 0, nullptr, 0)) {
      r->connected = 1;
      return true;
    }
    say(mysql_error(&r->handle));
    r->connected = 0;
    return false;
  }
  return mysql_ping(&r->handle) == 0;
}
int ask(Realtime *r, const char *query) { return reconnect(r) ? mysql_query(&r->handle, query) : 1; }
void unload(Realtime *r) { mysql_close(&r->handle); }
