// what: where the program need not end, or has not decided to when it connects, what the log throws loses the connection.
#include <cstdlib>
#include <mysql/mysql.h>
#include <stdexcept>

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

MYSQL *later(const char *host) {
  MYSQL *made = mysql_init(nullptr); // EXPECT: unguarded-acquire
  if (!mysql_real_connect(made, host, "shop", "", "shop", 0, nullptr, 0)) {
    Journal::instance().write("no server");
    mysql_close(made);
    return nullptr;
  }
  return made;
}

// Ends in any case, sooner or later; whoever catches the exception goes on without the connection.
void serve(const char *host) {
  MYSQL *made = mysql_init(nullptr); // EXPECT: unguarded-acquire
  Journal::instance().write("serving");
  mysql_close(made);
  exit(0);
}
