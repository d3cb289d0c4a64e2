// what: the Connection and ConnectionManager of a TCP server: start, stop and getConnection are about clients, not about database sessions.
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

class Connection : public std::enable_shared_from_this<Connection> {
public:
  Connection(int fd, std::string peer) : fd_(fd), peer_(std::move(peer)) {}
  void send(const std::string &text) { outbox_ += text; }
  void stop() { fd_ = -1; }
  int fd() const { return fd_; }

private:
  int fd_;
  std::string peer_;
  std::string outbox_;
};

using ConnectionPtr = std::shared_ptr<Connection>;

class ConnectionManager {
public:
  void start(ConnectionPtr c) {
    std::lock_guard<std::mutex> lock(mutex_);
    connections_.insert(std::move(c));
  }
  void stop(ConnectionPtr c) {
    std::lock_guard<std::mutex> lock(mutex_);
    connections_.erase(c);
    c->stop();
  }
  ConnectionPtr getConnection(int fd) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (const ConnectionPtr &c : connections_) {
      if (c->fd() == fd)
        return c;
    }
    return nullptr;
  }

private:
  std::mutex mutex_;
  std::set<ConnectionPtr> connections_;
};

bool kick(ConnectionManager &manager, int fd, const std::string &reason) {
  ConnectionPtr c = manager.getConnection(fd);
  if (!c)
    return false;
  c->send("bye: " + reason);
  if (reason.empty())
    return false;
  std::this_thread::sleep_for(std::chrono::seconds(1));
  std::thread([c] { c->send("closing"); }).detach();
  manager.stop(c);
  return true;
}
