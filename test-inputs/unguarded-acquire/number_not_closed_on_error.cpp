// what: a handle that is a number leaks where writing fails; a failed open (below zero) holds nothing, however it is asked for.
// models: ../include/ua_fd.json
#include "ua_fd.h"

int announce(const char *path) {
  int fd = device_open(path); // EXPECT: unguarded-acquire
  if (fd < 0)
    return -1;
  if (device_write(fd, "up") < 0)
    return -1;
  device_close(fd);
  return 0;
}

int announceTwice(const char *first, const char *second) {
  int a = device_open(first); // EXPECT: unguarded-acquire
  int b = -1;
  if (-1 == a || (b = device_open(second)) == -1)
    return -1;
  device_write(a, "up");
  device_write(b, "up");
  device_close(b);
  device_close(a);
  return 0;
}

int reopen(const char *path) {
  int fd = device_open(path); // EXPECT: unguarded-acquire
  fd = device_open(path);
  if (fd > -1)
    device_close(fd);
  return 0;
}
