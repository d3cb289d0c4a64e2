// what: every client that is popped is either pushed back or removed, and the function throws only after that.
#include <deque>
#include <hiredis/hiredis.h>
#include <mutex>
#include <stdexcept>
#include <string>

template <typename T> class SimplePool {
public:
  SimplePool(std::string host, int port) : host_(std::move(host)), port_(port) {}
  ~SimplePool() {
    for (T *c : clients_)
      delete c;
  }

  T *pop() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (!clients_.empty()) {
        T *c = clients_.front();
        clients_.pop_front();
        return c;
      }
    }
    return new T(host_, port_);
  }
  void push(T *c) {
    std::lock_guard<std::mutex> lock(mutex_);
    clients_.push_back(c);
  }
  void remove(T *c) { delete c; }

private:
  std::string host_;
  int port_;
  std::mutex mutex_;
  std::deque<T *> clients_;
};

class Redis {
public:
  Redis(const std::string &host, int port) : ctx_(redisConnect(host.c_str(), port)) {}
  Redis(const Redis &) = delete;
  Redis &operator=(const Redis &) = delete;
  ~Redis() { redisFree(ctx_); }

  bool set(const std::string &key, const std::string &value) {
    void *reply = redisCommand(ctx_, "SET %s %s", key.c_str(), value.c_str());
    if (reply)
      freeReplyObject(reply);
    return reply != nullptr;
  }

private:
  redisContext *ctx_;
};

void cachePost(SimplePool<Redis> *pool, const std::string &id, const std::string &json) {
  Redis *client = pool->pop();
  if (!client)
    throw std::runtime_error("no client");
  if (!client->set("post:" + id, json)) {
    pool->remove(client);
    throw std::runtime_error("redis is gone");
  }
  pool->push(client);
}
