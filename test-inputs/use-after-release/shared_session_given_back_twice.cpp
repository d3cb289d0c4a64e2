// what: a session that the pool shares by shared_ptr is given back, and the handler of what is thrown afterwards gives it back again.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <condition_variable>
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <queue>
#include <stdexcept>
#include <string>

class Links {
public:
  std::shared_ptr<pqxx::connection> lend() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (idle_.empty())
      changed_.wait(lock);
    auto link = idle_.front();
    idle_.pop();
    return link;
  }
  void takeBack(std::shared_ptr<pqxx::connection> link) {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push(link);
    changed_.notify_one();
  }

private:
  std::queue<std::shared_ptr<pqxx::connection>> idle_;
  std::mutex mutex_;
  std::condition_variable changed_;
};

struct Member {
  std::string name;
};

Member readMember(const pqxx::row &row) {
  if (row[0].is_null())
    throw std::runtime_error("a member without a name");
  return {row[0].c_str()};
}

Member find(Links &links, int id) {
  auto link = links.lend();
  try {
    pqxx::work work(*link);
    pqxx::result rows = work.exec("SELECT name FROM members WHERE id = " + std::to_string(id));
    work.commit();
    links.takeBack(link);
    return readMember(rows[0]);
  } catch (const std::exception &) {
    links.takeBack(link); // EXPECT: use-after-release "second time"
    throw;
  }
}

void rename(Links &links, int id, const std::string &name) {
  auto link = links.lend();
  auto other = link;
  try {
    pqxx::work work(*link);
    work.exec("UPDATE members SET name = " + work.quote(name) + " WHERE id = " + std::to_string(id));
    work.commit();
  } catch (...) {
    links.takeBack(link);
    throw;
  }
  links.takeBack(other);
}

// Whatever throws, it goes back once.
Member findOnce(Links &links, int id) {
  auto link = links.lend();
  pqxx::result rows;
  try {
    pqxx::work work(*link);
    rows = work.exec("SELECT name FROM members WHERE id = " + std::to_string(id));
    work.commit();
  } catch (const std::exception &) {
    links.takeBack(link);
    throw;
  }
  links.takeBack(link);
  return readMember(rows[0]);
}

// One each round: another one by then.
void touchAll(Links &links, int count) {
  std::shared_ptr<pqxx::connection> link;
  for (int i = 0; i < count; ++i) {
    link = links.lend();
    try {
      pqxx::nontransaction(*link).exec("SELECT 1");
    } catch (const std::exception &) {
      links.takeBack(link);
      continue;
    }
    links.takeBack(link);
  }
}

void putBackByBoth(Links &links) {
  auto link = links.lend();
  auto other = link;
  links.takeBack(link);
  links.takeBack(other); // EXPECT: use-after-release "second time"
}

// Its own copies may come and go.
bool alive(Links &links) {
  auto link = links.lend();
  {
    auto other = link;
    other.reset();
  }
  bool open = link->is_open();
  links.takeBack(link);
  return open;
}
