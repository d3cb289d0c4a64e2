// what: when no connection can be had, the program says so and ends; that the log may throw while doing so loses nothing.
#include <cstdlib>
#include <exception>
#include <mysql/mysql.h>
#include <stdexcept>
#include <vector>

class Journal {
public:
  static Journal &instance();
  void write(const char *text);

private:
  bool open_ = false;
};

void Journal::write(const char *text) {
  if (!open_)
    throw std::runtime_error(text);
}

std::vector<MYSQL *> idle;

void fill(const char *host, int size, bool quiet) {
  idle.reserve(size);
  for (int i = 0; i < size; ++i) {
    MYSQL *made = mysql_init(nullptr);
    if (!made)
      return;
    if (!mysql_real_connect(made, host, "shop", "", "shop", 0, nullptr, 0)) {
      if (!quiet)
        Journal::instance().write("no server");
      exit(1);
    }
    idle.push_back(made);
  }
}

MYSQL *primary(const char *host) {
  MYSQL *made = mysql_init(nullptr);
  if (!mysql_real_connect(made, host, "shop", "", "shop", 0, nullptr, 0)) {
    Journal::instance().write("no server");
    std::terminate();
  }
  return made;
}
