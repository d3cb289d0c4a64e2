// what: push and pop over a mutex and a condition variable: a queue of work, not of connections.
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

struct Job {
  std::string command;
  int retries = 3;
};

class JobQueue {
public:
  void put(Job *job) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      jobs_.push_back(job);
    }
    cond_.notify_one();
  }

  Job *get() {
    std::unique_lock<std::mutex> lock(mutex_);
    cond_.wait(lock, [this] { return closed_ || !jobs_.empty(); });
    if (jobs_.empty())
      return nullptr;
    Job *job = jobs_.front();
    jobs_.pop_front();
    return job;
  }

  void close() {
    std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
    cond_.notify_all();
  }

private:
  std::mutex mutex_;
  std::condition_variable cond_;
  std::deque<Job *> jobs_;
  bool closed_ = false;
};

void work(JobQueue &queue, bool (*run)(const std::string &)) {
  while (Job *job = queue.get()) {
    if (run(job->command)) {
      delete job;
      continue;
    }
    std::this_thread::sleep_for(std::chrono::seconds(10));
    if (--job->retries > 0)
      queue.put(job);
    else
      delete job;
  }
}
