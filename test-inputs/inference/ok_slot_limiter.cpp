// what: acquire and release count places, they hand out no session.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <string>
#include <thread>

class SlotPool {
public:
  explicit SlotPool(int n) {
    for (int i = 0; i < n; ++i)
      free_.push(i);
  }

  int acquire() {
    std::unique_lock<std::mutex> lock(mutex_);
    cond_.wait(lock, [this] { return !free_.empty(); });
    int slot = free_.front();
    free_.pop();
    return slot;
  }

  void release(int slot) {
    std::lock_guard<std::mutex> lock(mutex_);
    free_.push(slot);
    cond_.notify_one();
  }

private:
  std::mutex mutex_;
  std::condition_variable cond_;
  std::queue<int> free_;
};

class Throttle {
public:
  explicit Throttle(SlotPool &slots) : slots_(slots) {}

  bool run(bool (*job)(int)) {
    int slot = slots_.acquire();
    for (int i = 0; i < 3; ++i) {
      if (job(slot)) {
        slots_.release(slot);
        return true;
      }
      std::this_thread::sleep_for(std::chrono::seconds(2));
    }
    return false;
  }

private:
  SlotPool &slots_;
};
