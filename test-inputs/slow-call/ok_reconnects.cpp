// what: right: a lost session is replaced by what the call that waits returns; nobody can use the old one meanwhile.
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <chrono>
#include <memory>
#include <mysql.h>
#include <string>
#include <thread>

struct Close {
  void operator()(MYSQL *handle) const { mysql_close(handle); }
};
using Link = std::unique_ptr<MYSQL, Close>;

static Link connectAnew() {
  for (;;) {
    {
      Link link(mysql_init(nullptr));
      if (link && mysql_real_connect(link.get(), "db", "shop", "", "shop", 0, nullptr, 0))
        return link;
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

static bool run(Link &link, const std::string &query) {
  while (mysql_real_query(link.get(), query.data(), query.size()) != 0) {
    if (mysql_errno(link.get()) != 2006)
      return false;
    link = connectAnew();
  }
  return true;
}

// Another one: the session at hand waits for it.
static bool copy(Link &link, const std::string &query) {
  Link other;
  other = connectAnew(); // EXPECT: slow-call "sleeps"
  return mysql_query(link.get(), query.c_str()) == 0 && mysql_query(other.get(), query.c_str()) == 0;
}

class Shop {
public:
  bool sell(int article) { return run(link_, "UPDATE stock SET n = n - 1 WHERE id = " + std::to_string(article)); }
  bool move(int article) { return copy(link_, "DELETE FROM stock WHERE id = " + std::to_string(article)); }

private:
  Link link_ = connectAnew();
};

bool sellOne(Shop &shop) { return shop.sell(1) && shop.move(2); }
