// what: the destructor opens another session into the field and closes that; the one from the constructor leaks. Numbers in fields, too.
// flags: -std=c++20 -isystem /usr/include/postgresql
// models: ../include/ua_fd.json
#include "ua_fd.h"
#include <libpq-fe.h>

class Journal {
public:
  explicit Journal(const char *info) { conn = PQconnectdb(info); } // EXPECT: unguarded-acquire
  ~Journal() {
    conn = PQconnectdb("service=archive");
    PQfinish(conn);
  }

private:
  PGconn *conn;
};

class Gauge {
public:
  explicit Gauge(const char *path) { fd = device_open(path); } // EXPECT: unguarded-acquire
  ~Gauge() { ++gauges; }

private:
  static int gauges;
  int fd;
};

class Mixed {
public:
  explicit Mixed(const char *path) { fd = device_open(path); } // EXPECT: unguarded-acquire
  ~Mixed() {
    if (fd != -1)
      stream_close((stream *)(long)fd);
  }

private:
  int fd;
};

class Closing {
public:
  explicit Closing(const char *path) { fd = device_open(path); }
  ~Closing() {
    if (fd != -1)
      device_close(fd);
  }

private:
  int fd;
};
