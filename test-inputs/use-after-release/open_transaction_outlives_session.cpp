// what: a session goes back to the pool while a transaction object on it is open: its destructor rolls back what somebody else may have begun by then.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <pqxx/pqxx>
#include <queue>
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

int count(Links &links) noexcept {
  auto link = links.lend();
  pqxx::work work(*link);
  pqxx::result rows = work.exec("SELECT count(*) FROM members");
  links.takeBack(link); // EXPECT: use-after-release "is open"
  return rows.affected_rows();
}

// Over before the session goes back.
void add(Links &links) noexcept {
  auto link = links.lend();
  pqxx::work work(*link);
  work.exec("INSERT INTO members DEFAULT VALUES");
  work.commit();
  links.takeBack(link);
}

// So is what ends in a block of its own.
int look(Links &links) noexcept {
  auto link = links.lend();
  int rows = 0;
  {
    pqxx::read_transaction work(*link);
    rows = work.exec("SELECT 1 FROM members").affected_rows();
  }
  links.takeBack(link);
  return rows;
}

// Nothing to roll back.
int ask(Links &links) noexcept {
  auto link = links.lend();
  pqxx::nontransaction plain(*link);
  int rows = plain.exec("SELECT 1 FROM members").affected_rows();
  links.takeBack(link);
  return rows;
}

// The transaction that fails has died when the handler runs.
void change(Links &links) {
  auto link = links.lend();
  try {
    pqxx::work work(*link);
    work.exec("DELETE FROM members");
    work.commit();
  } catch (const std::exception &) {
    links.takeBack(link);
    throw;
  }
  links.takeBack(link);
}
