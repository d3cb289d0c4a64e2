#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>

/// Orders on their way to the warehouse. Takes no more than it has room for.
class JobQueue {
public:
  explicit JobQueue(std::size_t room) : room_(room) {}

  /// Waits until the warehouse has made room.
  void push(long order) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return jobs_.size() < room_; });
    jobs_.push_back(order);
    changed_.notify_all();
  }

  /// Waits until there is something to do.
  long pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !jobs_.empty(); });
    long order = jobs_.front();
    jobs_.pop_front();
    changed_.notify_all();
    return order;
  }

private:
  std::size_t room_;
  std::deque<long> jobs_;
  std::mutex mutex_;
  std::condition_variable changed_;
};
