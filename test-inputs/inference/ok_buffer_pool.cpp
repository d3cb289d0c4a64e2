// what: a pool of memory buffers has the shape of a connection pool, but nothing in it is a session: waiting and early returns are its own affair.
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <vector>

struct Buffer {
  std::vector<std::uint8_t> bytes;
  std::size_t used = 0;
};

class BufferPool {
public:
  explicit BufferPool(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
      free_.push(new Buffer{std::vector<std::uint8_t>(64 * 1024), 0});
  }
  ~BufferPool() {
    while (!free_.empty()) {
      delete free_.front();
      free_.pop();
    }
  }

  Buffer *acquire() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (free_.empty())
      return new Buffer{std::vector<std::uint8_t>(64 * 1024), 0};
    Buffer *b = free_.front();
    free_.pop();
    return b;
  }

  void release(Buffer *b) {
    std::lock_guard<std::mutex> lock(mutex_);
    b->used = 0;
    free_.push(b);
  }

private:
  std::mutex mutex_;
  std::queue<Buffer *> free_;
};

bool receive(BufferPool &pool, int (*readSome)(std::uint8_t *, std::size_t)) {
  Buffer *buffer = pool.acquire();
  for (int attempt = 0; attempt < 5; ++attempt) {
    int n = readSome(buffer->bytes.data(), buffer->bytes.size());
    if (n < 0)
      return false;
    if (n > 0) {
      buffer->used = static_cast<std::size_t>(n);
      pool.release(buffer);
      return true;
    }
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  pool.release(buffer);
  return false;
}
