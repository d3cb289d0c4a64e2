// what: the links of a list are slots: a static method of their class takes by a flag, a method gives back; in the next round the variable is null, and nothing is held.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <cstdio>
#include <libpq-fe.h>
#include <mutex>
#include <string>

class Link {
public:
  static Link *get(const std::string &where);
  static void keepOneFor(const std::string &where);
  void giveBack();
  bool run(const std::string &text);

private:
  explicit Link(const std::string &where) : where_(where), handle_(PQconnectdb(where.c_str())) {}
  ~Link() { PQfinish(handle_); }
  static Link *first;
  std::string where_;
  PGconn *handle_;
  Link *next_ = nullptr;
  bool busy_ = false;
};

Link *Link::first = nullptr;
static std::mutex listed;

void Link::giveBack() {
  std::lock_guard<std::mutex> lock(listed);
  run("RESET ALL");
  busy_ = false;
}

bool Link::run(const std::string &text) {
  PGresult *rows = PQexec(handle_, text.c_str());
  const bool ok = PQresultStatus(rows) == PGRES_COMMAND_OK;
  PQclear(rows);
  return ok;
}

// The first one is out for good.
void Link::keepOneFor(const std::string &where) {
  first = new Link(where);
  first->busy_ = true;
}

Link *Link::get(const std::string &where) {
  std::lock_guard<std::mutex> lock(listed);
  for (Link *one = first; one; one = one->next_)
    if (!one->busy_ && one->where_ == where) {
      one->busy_ = true;
      return one;
    }
  Link *made = new Link(where);
  if (PQstatus(made->handle_) != CONNECTION_OK) {
    delete made;
    return nullptr;
  }
  made->busy_ = true;
  made->next_ = first;
  first = made;
  return made;
}

void steps(int n, const char *kinds) {
  for (int i = 0; i < n; ++i) {
    Link *link = nullptr;
    switch (kinds[i]) {
    case 's':
      link = Link::get("dbname=jobs");
      if (link) {
        link->run("SELECT work()");
        link->giveBack();
      }
      break;
    case 'b':
      FILE *script = popen("work", "r");
      if (script)
        pclose(script);
      break;
    }
  }
}

bool scripted(const char *command) {
  Link *link = Link::get("dbname=jobs");
  if (!link)
    return false;
  FILE *script = popen(command, "r"); // EXPECT: slow-call
  if (script)
    pclose(script); // EXPECT: slow-call
  const bool ok = link->run("SELECT done()");
  link->giveBack();
  return ok;
}

bool logged(const char *text) {
  Link *link = Link::get("dbname=jobs"); // EXPECT: unguarded-acquire
  if (!link || !*text)
    return false;
  const bool ok = link->run(text);
  link->giveBack();
  return ok;
}
