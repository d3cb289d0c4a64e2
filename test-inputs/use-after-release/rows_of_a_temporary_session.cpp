// what: a pooled session that is a temporary goes back at the end of its statement, and the rows that it streams are read on a connection of somebody else.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <mysql/mysql.h>
#include <queue>
#include <string>
#include <vector>

class Link {
public:
  Link() : raw_(mysql_init(nullptr)) {}
  Link(const Link &) = delete;
  Link &operator=(const Link &) = delete;
  ~Link() {
    if (raw_)
      mysql_close(raw_);
  }
  bool change(const std::string &sql) { return mysql_query(raw_, sql.c_str()) == 0; }
  MYSQL_RES *stream(const std::string &sql) {
    if (mysql_query(raw_, sql.c_str()) != 0)
      return nullptr;
    return mysql_use_result(raw_);
  }
  MYSQL_RES *fetch(const std::string &sql) {
    if (mysql_query(raw_, sql.c_str()) != 0)
      return nullptr;
    return mysql_store_result(raw_);
  }

private:
  MYSQL *raw_;
};

class LinkPool {
public:
  static LinkPool &instance() {
    static LinkPool pool;
    return pool;
  }
  std::shared_ptr<Link> lend() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (idle_.empty())
      changed_.wait(lock);
    std::shared_ptr<Link> lent(idle_.front(), [this](Link *link) {
      std::lock_guard<std::mutex> back(mutex_);
      idle_.push(link);
      changed_.notify_one();
    });
    idle_.pop();
    return lent;
  }

private:
  std::queue<Link *> idle_;
  std::mutex mutex_;
  std::condition_variable changed_;
};

std::vector<int> readersOf(int book) {
  std::vector<int> readers;
  MYSQL_RES *rows = LinkPool::instance().lend()->stream("SELECT reader FROM loans WHERE book = " + std::to_string(book));
  if (rows) {
    while (MYSQL_ROW row = mysql_fetch_row(rows)) // EXPECT: use-after-release
      readers.push_back(std::stoi(row[0]));
    mysql_free_result(rows);
  }
  return readers;
}

// All rows were read before the connection went back.
std::vector<int> booksOf(int reader) {
  std::vector<int> books;
  MYSQL_RES *rows = LinkPool::instance().lend()->fetch("SELECT book FROM loans WHERE reader = " + std::to_string(reader));
  if (rows) {
    while (MYSQL_ROW row = mysql_fetch_row(rows))
      books.push_back(std::stoi(row[0]));
    mysql_free_result(rows);
  }
  return books;
}

// The session has a name, and lives as long as its rows are read.
std::vector<int> overdue() {
  std::vector<int> books;
  std::shared_ptr<Link> link = LinkPool::instance().lend();
  if (MYSQL_RES *rows = link->stream("SELECT book FROM loans WHERE due < now()")) {
    while (MYSQL_ROW row = mysql_fetch_row(rows))
      books.push_back(std::stoi(row[0]));
    mysql_free_result(rows);
  }
  return books;
}

bool giveUp(int book) { return LinkPool::instance().lend()->change("DELETE FROM loans WHERE book = " + std::to_string(book)); }

// What the rows are called needs no session.
unsigned columns() {
  MYSQL_RES *rows = LinkPool::instance().lend()->stream("SELECT * FROM loans");
  unsigned n = rows ? mysql_num_fields(rows) : 0;
  mysql_free_result(rows);
  return n;
}

// Handed out, they are as good as gone, too.
MYSQL_RES *handedOut() {
  std::shared_ptr<Link> link = LinkPool::instance().lend();
  return link->stream("SELECT * FROM loans"); // EXPECT: use-after-release
}

MYSQL_RES *handedOutWhole() {
  std::shared_ptr<Link> link = LinkPool::instance().lend();
  return link->fetch("SELECT * FROM loans");
}

void byHand(MYSQL *raw) {
  MYSQL_RES *rows = mysql_use_result(raw);
  mysql_close(raw);
  mysql_fetch_row(rows); // EXPECT: use-after-release
}
