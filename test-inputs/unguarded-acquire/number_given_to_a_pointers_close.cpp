// what: a descriptor is closed with the function for streams; that gives back nothing, and what opened the descriptor leaks.
// models: ../include/ua_fd.json
#include "ua_fd.h"

void mixedUp(const char *path) {
  int fd = device_open(path); // EXPECT: unguarded-acquire
  if (fd != -1)
    stream_close((stream *)(long)fd);
}

void right(const char *path) {
  stream *to = stream_open(path);
  if (to)
    stream_close(to);
}
