// what: the flag is set, the failed handle is closed, somebody closes without the flag, or the flag is another's: nothing is left to nobody.
#include <postgresql/libpq-fe.h>
#include <mysql/mysql.h>
#include <sqlite3.h>
#include <stdexcept>

void say(const char *text);

// Closed where it fails.
class Archive {
public:
  ~Archive() {
    if (open_)
      sqlite3_close(db_);
  }
  void open() {
    if (open_)
      return;
    if (sqlite3_open("a", &db_) != SQLITE_OK) {
      sqlite3_close(db_);
      db_ = nullptr;
      throw std::runtime_error("no");
    }
    open_ = true;
  }

private:
  sqlite3 *db_ = nullptr;
  bool open_ = false;
};

// The flag is set before what fails.
class Early {
public:
  ~Early() {
    if (open_)
      PQfinish(link_);
  }
  bool open() {
    if (open_)
      return true;
    link_ = PQconnectdb("");
    open_ = true;
    return PQstatus(link_) == CONNECTION_OK;
  }

private:
  PGconn *link_ = nullptr;
  bool open_ = false;
};

// The destructor asks for the handle alone.
class Late {
public:
  ~Late() {
    if (link_)
      PQfinish(link_);
  }
  bool open() {
    if (open_)
      return true;
    if (link_)
      PQfinish(link_);
    link_ = PQconnectdb("");
    if (PQstatus(link_) != CONNECTION_OK)
      return false;
    open_ = true;
    return true;
  }

private:
  PGconn *link_ = nullptr;
  bool open_ = false;
};

// The truth is stored at once.
class Stored {
public:
  ~Stored() {
    if (open_)
      PQfinish(link_);
  }
  bool open() {
    if (open_)
      return true;
    link_ = PQconnectdb("");
    if (link_)
      open_ = true;
    return open_;
  }

private:
  PGconn *link_ = nullptr;
  bool open_ = false;
};

// The caller says so.
struct Entry {
  PGconn *link;
  bool open;
};
bool connect(Entry *entry) {
  if (entry->open)
    return true;
  entry->link = PQconnectdb("");
  return entry->link != nullptr;
}
void use(Entry *entry) {
  if (connect(entry))
    entry->open = true;
  if (entry->open) {
    PQfinish(entry->link);
    entry->open = false;
  }
}

// A helper sets it.
class Helped {
public:
  ~Helped() {
    if (open_)
      PQfinish(link_);
  }
  bool open() {
    if (open_)
      return true;
    link_ = PQconnectdb("");
    done();
    return true;
  }

private:
  void done() { open_ = true; }
  PGconn *link_ = nullptr;
  bool open_ = false;
};

// Closed before the count is cleared.
struct Node {
  MYSQL *mysql;
  int users;
};
int openNode(Node *node) {
  if (node->users > 0) {
    if (mysql_ping(node->mysql) == 0)
      return 0;
    mysql_close(node->mysql);
    node->mysql = nullptr;
    node->users = 0;
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

// Tried once; the shutdown closes whatever there is.
struct Realtime {
  MYSQL handle;
  int connected;
};
static bool start(Realtime *r) {
  if (!r->connected) {
    if (!mysql_init(&r->handle))
      return false;
    if (!mysql_real_connect(&r->handle, "h", "u", "p", "d", 0, nullptr, 0))
      return false;
    r->connected = 1;
  }
  return true;
}
int serve(Realtime *r) {
  bool ok = start(r);
  if (ok)
    mysql_query(&r->handle, "SELECT 1");
  mysql_close(&r->handle);
  return !ok;
}
