// what: what a pool makes for itself with new, and drops when it does not open, is lost, though the class is an element of the pool; what it pushes is not.
#include <list>
#include <mysql/mysql.h>

class Link {
public:
  Link() { handle_ = mysql_init(nullptr); }
  ~Link() {
    if (handle_)
      mysql_close(handle_);
  }
  bool open() { return mysql_real_connect(handle_, "db", "u", "p", "chat", 0, nullptr, 0) != nullptr; }
  bool run(const char *text) { return mysql_query(handle_, text) == 0; }

private:
  MYSQL *handle_;
};

class Links {
public:
  explicit Links(int n) {
    for (int i = 0; i < n; ++i) {
      Link *link = new Link;
      if (link->open())
        idle_.push_back(link);
      else
        delete link;
    }
  }
  ~Links() {
    for (Link *link : idle_)
      delete link;
  }
  void fill(int n) {
    for (int i = 0; i < n; ++i) {
      Link *link(new Link); // EXPECT: unguarded-acquire
      if (!link->open())
        continue;
      idle_.push_back(link);
    }
  }
  void fillRegardless(int n) {
    for (int i = 0; i < n; ++i) {
      idle_.push_back(new Link);
      idle_.back()->open();
    }
  }
  Link *take() {
    if (idle_.empty())
      return nullptr;
    Link *link = idle_.front();
    idle_.pop_front();
    return link;
  }
  Link *takeOrMake() {
    if (Link *link = take())
      return link;
    return new Link;
  }
  void give(Link *link) { idle_.push_back(link); }
  void giveOrDrop(Link *link) {
    if (idle_.size() > 8)
      delete link;
    else
      idle_.push_back(link);
  }

private:
  std::list<Link *> idle_;
};

bool once() {
  Link *link = new Link; // EXPECT: unguarded-acquire
  if (!link->open())
    return false;
  const bool ok = link->run("SELECT 1");
  delete link;
  return ok;
}

bool here() {
  Link link;
  return link.open() && link.run("SELECT 1");
}

bool pooled(Links &links) {
  Link *link = links.take();
  if (!link)
    return false;
  const bool ok = link->run("SELECT 1");
  links.give(link);
  return ok;
}
