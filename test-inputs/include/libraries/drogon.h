// Declares of Drogon and trantor what the inputs use.
#pragma once
#pragma GCC system_header

#include <chrono>
#include <coroutine>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace trantor {
using Func = std::function<void()>;
class EventLoop {
public:
  template <class Functor> void runInLoop(Functor &&f) {}
  void queueInLoop(const Func &f);
  void queueInLoop(Func &&f);
  unsigned long runAfter(double delay, const Func &f);
  unsigned long runAfter(double delay, Func &&f);
};
} // namespace trantor

namespace drogon {

template <class T = void> struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T value);
    void unhandled_exception();
  };
  auto operator co_await() const noexcept;
};
template <> struct Task<void> {
  struct promise_type {
    Task get_return_object();
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception();
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> handle);
  void await_resume();
};

template <class T = void> struct CallbackAwaiter {
  ~CallbackAwaiter();
  bool await_ready() noexcept { return false; }
  const T &await_resume() const noexcept(false);
};
template <> struct CallbackAwaiter<void> {
  bool await_ready() noexcept { return false; }
  void await_resume() noexcept(false);
};

namespace internal {
struct TimerAwaiter : CallbackAwaiter<void> {
  void await_suspend(std::coroutine_handle<> handle);
};
} // namespace internal
internal::TimerAwaiter sleepCoro(trantor::EventLoop *loop, double delay) noexcept;
template <class Coro> void async_run(Coro &&coro) {}

namespace orm {

class DrogonDbException {
public:
  virtual ~DrogonDbException() noexcept;
};
class Failure : public DrogonDbException, public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};
class SqlError : public Failure {
public:
  using Failure::Failure;
};
class Result {
public:
  Result(std::nullptr_t);
  std::size_t size() const noexcept;
};
class DbClient;
class Transaction;

namespace internal {
class SqlBinder {
public:
  template <class T> SqlBinder &operator<<(T &&value);
  template <class F> SqlBinder &operator>>(F &&callback) { return *this; }
};
struct SqlAwaiter : CallbackAwaiter<Result> {
  void await_suspend(std::coroutine_handle<> handle);
};
struct TransactionAwaiter : CallbackAwaiter<std::shared_ptr<Transaction>> {
  void await_suspend(std::coroutine_handle<> handle);
};
} // namespace internal

enum class TransactionType { Deferred, Immediate, Exclusive };

class DbClient {
public:
  virtual ~DbClient();
  template <class F, class G, class... Arguments>
  void execSqlAsync(const std::string &sql, F &&done, G &&failed, Arguments &&...args) noexcept {}
  template <class... Arguments>
  Result execSqlSync(const std::string &sql, Arguments &&...args) noexcept(false);
  template <class... Arguments>
  internal::SqlAwaiter execSqlCoro(const std::string &sql, Arguments &&...args) noexcept;
  internal::SqlBinder operator<<(const std::string &sql);
  virtual std::shared_ptr<Transaction>
  newTransaction(const std::function<void(bool)> &commitCallback = {},
                 TransactionType type = TransactionType::Deferred) noexcept(false) = 0;
  internal::TransactionAwaiter newTransactionCoro(TransactionType type = TransactionType::Deferred);
};
class Transaction : public DbClient {
public:
  virtual void rollback() = 0;
  virtual void setCommitCallback(const std::function<void(bool)> &callback) = 0;
};

} // namespace orm

enum class ReqResult { Ok, BadResponse };
class HttpRequest;
class HttpResponse;
using HttpRequestPtr = std::shared_ptr<HttpRequest>;
using HttpResponsePtr = std::shared_ptr<HttpResponse>;
class HttpClient {
public:
  virtual ~HttpClient() = default;
  virtual void sendRequest(const HttpRequestPtr &req,
                           const std::function<void(ReqResult, const HttpResponsePtr &)> &callback,
                           double timeout = 0) = 0;
  std::pair<ReqResult, HttpResponsePtr> sendRequest(const HttpRequestPtr &req, double timeout = 0);
};

enum class WebSocketMessageType { Text, Binary };
class WebSocketConnection {
public:
  virtual ~WebSocketConnection() = default;
  virtual void send(std::string_view msg) = 0;
  void setContext(const std::shared_ptr<void> &context) { context_ = context; }
  void setContext(std::shared_ptr<void> &&context) { context_ = std::move(context); }
  template <class T> std::shared_ptr<T> getContext() const {
    return std::static_pointer_cast<T>(context_);
  }

private:
  std::shared_ptr<void> context_;
};
using WebSocketConnectionPtr = std::shared_ptr<WebSocketConnection>;

template <class T> class WebSocketController {
public:
  virtual ~WebSocketController() = default;
  virtual void handleNewMessage(const WebSocketConnectionPtr &, std::string &&,
                                const WebSocketMessageType &) = 0;
  virtual void handleNewConnection(const HttpRequestPtr &, const WebSocketConnectionPtr &) = 0;
  virtual void handleConnectionClosed(const WebSocketConnectionPtr &) = 0;
};

} // namespace drogon
