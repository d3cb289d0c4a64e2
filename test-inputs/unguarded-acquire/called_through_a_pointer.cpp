// what: the function that gets the session is called through a local function pointer or on an object of a known class; it closes, or it does not. Where the target may be another one, nothing is said.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

static void finish(PGconn *conn) { PQfinish(conn); }
static void reset(PGconn *conn) { PQreset(conn); }

struct Sink {
  virtual ~Sink() = default;
  virtual void take(PGconn *conn) const = 0;
};
struct Closer : Sink {
  void take(PGconn *conn) const override { PQfinish(conn); }
};
struct Watcher : Sink {
  void take(PGconn *conn) const override { PQreset(conn); }
};

void closedByPointer(const char *info) {
  void (*then)(PGconn *) = finish;
  PGconn *conn = PQconnectdb(info);
  then(conn);
}

void leftByPointer(const char *info) {
  void (*then)(PGconn *) = &reset;
  PGconn *conn = PQconnectdb(info); // EXPECT: unguarded-acquire
  (*then)(conn);
}

void oneOfTwo(const char *info, bool last) {
  void (*then)(PGconn *) = reset;
  if (last)
    then = finish;
  PGconn *conn = PQconnectdb(info);
  then(conn);
}

void closedByObject(const char *info) {
  const Sink &sink = Closer();
  PGconn *conn = PQconnectdb(info);
  sink.take(conn);
}

void leftByObject(const char *info) {
  const Sink &sink = Watcher();
  PGconn *conn = PQconnectdb(info); // EXPECT: unguarded-acquire
  sink.take(conn);
}

void leftByNewObject(const char *info) {
  Sink *sink = new Watcher;
  PGconn *conn = PQconnectdb(info); // EXPECT: unguarded-acquire
  sink->take(conn);
  delete sink;
}

void someObject(const char *info, const Sink &sink) {
  PGconn *conn = PQconnectdb(info);
  sink.take(conn);
}
