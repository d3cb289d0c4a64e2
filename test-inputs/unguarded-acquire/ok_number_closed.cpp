// what: handles that are numbers, given back in a helper, by the destructor of a class that keeps the number, by the caller, from a struct and from an array; a failed open needs no close.
// models: ../include/ua_fd.json
#include "ua_fd.h"
#include <cstddef>

static void finish(int fd) {
  if (fd != -1)
    device_close(fd);
}

void once(const char *path) {
  int fd = device_open(path);
  device_write(fd, "up");
  finish(fd);
}

static int opened(const char *path) {
  int fd = device_open(path);
  if (0 > fd)
    return -1;
  return fd;
}

bool written(const char *path) {
  const int fd = opened(path);
  const bool ok = fd >= 0;
  if (!ok)
    return false;
  device_write(fd, "up");
  device_close(fd);
  return true;
}

class Device {
public:
  explicit Device(int fd) : fd_(fd) {}
  explicit Device(const char *path) { fd_ = device_open(path); }
  Device(const Device &) = delete;
  Device &operator=(const Device &) = delete;
  ~Device() {
    if (fd_ >= 0)
      device_close(fd_);
  }
  int number() const { return fd_; }

private:
  int fd_;
};

void owned(const char *path) {
  Device device(path);
  device_write(device.number(), "up");
}

void adopted(const char *path) {
  int fd = device_open(path);
  Device device(fd);
  device_write(fd, "up");
}

struct Pair {
  int in, out;
};

static void closePair(Pair *pair) {
  device_close(pair->in);
  device_close(pair->out);
}

void both(const char *path) {
  Pair pair;
  pair.in = device_open(path);
  pair.out = device_open(path);
  device_write(pair.out, "up");
  closePair(&pair);
}

void many(const char *const *paths, std::size_t count) {
  int fds[16];
  for (std::size_t i = 0; i < count; ++i)
    fds[i] = device_open(paths[i]);
  for (std::size_t i = 0; i < count; ++i)
    device_close(fds[i]);
}

int lastOne = -1;
void remember(int fd) { lastOne = fd; }

void kept(const char *path) {
  int fd = device_open(path);
  remember(fd);
}
