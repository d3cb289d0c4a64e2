// what: a prepared statement belongs to its connection; queued in a job it runs after the connection went back
#include "bg_work_queue.h"
#include <cppconn/connection.h>
#include <cppconn/prepared_statement.h>
#include <memory>
#include <string>
#include <vector>

class ConnectionStore {
public:
  std::shared_ptr<sql::Connection> take() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.empty())
      return nullptr;
    auto conn = idle_.back();
    idle_.pop_back();
    return conn;
  }
  void put(std::shared_ptr<sql::Connection> conn) {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(std::move(conn));
  }

private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<sql::Connection>> idle_;
};

struct StoreLease {
  explicit StoreLease(ConnectionStore &s) : store(s), conn(s.take()) {}
  ~StoreLease() {
    if (conn)
      store.put(std::move(conn));
  }
  StoreLease(const StoreLease &) = delete;
  ConnectionStore &store;
  std::shared_ptr<sql::Connection> conn;
};

void recordLogin(ConnectionStore &store, WorkQueue &later, const std::string &user) {
  StoreLease lease(store);
  if (!lease.conn)
    return;
  std::shared_ptr<sql::PreparedStatement> insert(
      lease.conn->prepareStatement("INSERT INTO logins(user_name) VALUES (?)"));
  insert->setString(1, user);
  later.add([insert] { insert->executeUpdate(); }); // EXPECT: background-task
}
