// what: a known limit: a pair that is assigned to an element of a map is not seen to keep its session
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <map>
#include <string>
#include <utility>

class Link {
public:
  explicit Link(const std::string &dsn) : handle_(PQconnectdb(dsn.c_str())) {}
  Link(const Link &) = delete;
  Link &operator=(const Link &) = delete;
  ~Link() { PQfinish(handle_); }
  void run(const char *text) { PQclear(PQexec(handle_, text)); }

private:
  PGconn *handle_;
};

class Registry {
public:
  Link *attach(const std::string &dsn) {
    if (users_.find(dsn) == users_.end())
      users_[dsn] = Entry(new Link(dsn), 0); // EXPECT: unguarded-acquire
    users_[dsn].second++;
    return users_[dsn].first;
  }
  void detach(const std::string &dsn) {
    Entry &entry = users_[dsn];
    if (--entry.second > 0)
      return;
    delete entry.first;
    users_.erase(dsn);
  }

private:
  using Entry = std::pair<Link *, int>;
  std::map<std::string, Entry> users_;
};

void Probe(Registry &registry) {
  registry.attach("dbname=shop")->run("SELECT 1");
  registry.detach("dbname=shop");
}
