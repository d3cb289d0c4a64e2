// what: a registry that counts the users of each connection keeps it in a pair in a map; looking a session up leaks nothing.
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
      users_[dsn] = Entry(new Link(dsn), 0);
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

// The same with what a map offers besides.
class Others {
public:
  void put(const std::string &dsn) {
    users_[dsn] = std::make_pair(new Link(dsn), 1);
    users_.insert({dsn + "-2", {new Link(dsn), 1}});
    users_.emplace(dsn + "-3", Entry(new Link(dsn), 1));
    last_ = Entry(new Link(dsn), 1);
    std::pair<std::string, Entry> named(dsn + "-4", Entry(new Link(dsn), 1));
    users_.insert(named);
    users_[dsn + "-5"] = {new Link(dsn), 1};
    users_.insert_or_assign(dsn + "-6", Entry(new Link(dsn), 1));
    users_.try_emplace(dsn + "-7", new Link(dsn), 1);
    users_.insert(std::make_pair(dsn + "-8", std::make_pair(new Link(dsn), 1)));
  }
  ~Others() {
    delete last_.first;
    for (auto &[dsn, entry] : users_)
      delete entry.first;
  }

private:
  using Entry = std::pair<Link *, int>;
  std::map<std::string, Entry> users_;
  Entry last_;
};
