// what: lists that are no pools, a queue of jobs with sessions, a cache and a list of those that are in use; and a pool of linked sessions used right, also by helpers that keep, hand on or close what they are given.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <cstdlib>
#include <libpq-fe.h>
#include <string>

// A queue: who takes a job out ends it.
struct Job {
  Job *next;
  PGconn *conn;
};
static Job *waiting;

Job *nextJob() {
  Job *job = waiting;
  if (job)
    waiting = job->next;
  return job;
}
void addJob(Job *job) {
  job->next = waiting;
  waiting = job;
}
bool work(const char *text) {
  Job *job = nextJob();
  if (!job)
    return false;
  PQclear(PQexec(job->conn, text));
  PQfinish(job->conn);
  free(job);
  return true;
}
bool see(const char *text) {
  Job *job = nextJob();
  return job && *text != 0;
}

// A cache: what it returns stays in the list.
struct Known {
  Known *next;
  PGconn *conn;
  int number;
};
static struct {
  Known *first;
  int size;
} known;

Known *knownBy(int number) {
  for (Known *one = known.first; one; one = one->next)
    if (one->number == number)
      return one;
  if (known.size == 8) {
    Known *old = known.first;
    known.first = old->next;
    PQfinish(old->conn);
    free(old);
    known.size--;
  }
  Known *made = static_cast<Known *>(malloc(sizeof(Known)));
  made->conn = PQconnectdb("");
  made->number = number;
  made->next = known.first;
  known.first = made;
  known.size++;
  return made;
}
void put(Known *one) {
  one->next = known.first;
  known.first = one;
}
bool asked(int number) {
  Known *one = knownBy(number);
  return PQstatus(one->conn) == CONNECTION_OK;
}

// A pool that also has a list of those that are out.
struct Wire {
  Wire *next;
  PGconn *conn;
};
static struct {
  Wire *first;
} idle, busy;

Wire *wire() {
  Wire *w = idle.first;
  if (w) {
    idle.first = w->next;
    return w;
  }
  w = static_cast<Wire *>(malloc(sizeof(Wire)));
  w->conn = PQconnectdb("");
  return w;
}
void unwire(Wire *w) {
  w->next = idle.first;
  idle.first = w;
}
void mark(Wire *w) {
  w->next = busy.first;
  busy.first = w;
}
void cut(Wire *w) {
  PQfinish(w->conn);
  free(w);
}

struct Client {
  Wire *wire;
  std::string name;
};
void give(Client &to, Wire *w) { to.wire = w; }
void later(Wire *w);

bool used(const char *text) {
  Wire *w = wire();
  PGresult *rows = PQexec(w->conn, text);
  const bool ok = PQresultStatus(rows) == PGRES_COMMAND_OK;
  PQclear(rows);
  if (!ok) {
    cut(w);
    return false;
  }
  unwire(w);
  return true;
}
bool closedHere(const char *text) {
  Wire *w = wire();
  if (!*text) {
    PQfinish(w->conn);
    free(w);
    return false;
  }
  unwire(w);
  return true;
}
void kept(Client &by) { give(by, wire()); }
void keptLater(Client &by) {
  Wire *w = wire();
  give(by, w);
}
void marked() {
  Wire *w = wire();
  mark(w);
}
void elsewhere() {
  Wire *w = wire();
  later(w);
}
Wire *handedOn(bool fast) {
  Wire *w = wire();
  if (fast)
    w->next = nullptr;
  return w;
}
