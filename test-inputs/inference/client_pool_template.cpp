// what: ClientPool<T> with Pop, Push, Remove and Keepalive; an exception between Pop and Push loses the client, Remove and Keepalive are endings too.
#include <chrono>
#include <condition_variable>
#include <deque>
#include <hiredis/hiredis.h>
#include <mutex>
#include <stdexcept>
#include <string>

template <class TClient> class ClientPool {
public:
  ClientPool(const std::string &addr, int port, int max_size) : _addr(addr), _port(port), _max_pool_size(max_size) {}
  ClientPool(const ClientPool &) = delete;
  ClientPool &operator=(const ClientPool &) = delete;

  ~ClientPool() {
    while (!_pool.empty()) {
      delete _pool.front();
      _pool.pop_front();
    }
  }

  TClient *Pop() {
    TClient *client = nullptr;
    std::unique_lock<std::mutex> cv_lock(_mtx);
    while (_pool.empty() && _curr_pool_size == _max_pool_size) {
      if (!_cv.wait_for(cv_lock, std::chrono::seconds(1),
                        [this] { return !_pool.empty() || _curr_pool_size < _max_pool_size; }))
        return nullptr;
    }
    if (!_pool.empty()) {
      client = _pool.front();
      _pool.pop_front();
    } else {
      client = new TClient(_addr, _port);
      _curr_pool_size++;
    }
    return client;
  }

  void Push(TClient *client) {
    std::unique_lock<std::mutex> cv_lock(_mtx);
    _pool.push_back(client);
    cv_lock.unlock();
    _cv.notify_one();
  }

  void Remove(TClient *client) {
    delete client;
    std::unique_lock<std::mutex> cv_lock(_mtx);
    _curr_pool_size--;
    cv_lock.unlock();
    _cv.notify_one();
  }

  void Keepalive(TClient *client) {
    if (client->Broken())
      Remove(client);
    else
      Push(client);
  }

private:
  std::deque<TClient *> _pool;
  std::string _addr;
  int _port;
  int _max_pool_size;
  int _curr_pool_size = 0;
  std::mutex _mtx;
  std::condition_variable _cv;
};

class RedisClient {
public:
  RedisClient(const std::string &addr, int port) : _ctx(redisConnect(addr.c_str(), port)) {}
  RedisClient(const RedisClient &) = delete;
  RedisClient &operator=(const RedisClient &) = delete;
  ~RedisClient() {
    if (_ctx)
      redisFree(_ctx);
  }

  bool Broken() const { return _ctx == nullptr || _ctx->err != 0; }

  long long Incr(const std::string &key) {
    auto *reply = static_cast<redisReply *>(redisCommand(_ctx, "INCR %s", key.c_str()));
    if (reply == nullptr)
      throw std::runtime_error("redis: " + std::string(_ctx->errstr));
    long long value = reply->integer;
    freeReplyObject(reply);
    return value;
  }

private:
  redisContext *_ctx;
};

class UniqueIdHandler {
public:
  explicit UniqueIdHandler(ClientPool<RedisClient> *pool) : _pool(pool) {}

  long long Next(const std::string &machine) {
    RedisClient *client = _pool->Pop(); // EXPECT: unguarded-acquire
    if (!client)
      throw std::runtime_error("no redis client");
    long long id = client->Incr("uid:" + machine);
    _pool->Push(client);
    return id;
  }

  long long NextOrRemove(const std::string &machine) {
    auto client = _pool->Pop();
    if (!client)
      return -1;
    long long id = -1;
    try {
      id = client->Incr("uid:" + machine);
    } catch (...) {
      _pool->Remove(client);
      throw;
    }
    _pool->Keepalive(client);
    return id;
  }

private:
  ClientPool<RedisClient> *_pool;
};
