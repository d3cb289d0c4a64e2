// Declares of userver what the inputs use.
#pragma once
#pragma GCC system_header

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace userver {

namespace engine {
class TaskBase {
public:
  void Wait() const noexcept(false);
};
class Task : public TaskBase {};
template <class T> class TaskWithResult : public Task {
public:
  TaskWithResult(std::nullptr_t);
  TaskWithResult(TaskWithResult &&) noexcept;
  ~TaskWithResult();
  T Get() noexcept(false);
};
template <class Rep, class Period> void SleepFor(const std::chrono::duration<Rep, Period> &duration);
template <class... Tasks> void WaitAllChecked(Tasks &...tasks);
} // namespace engine

namespace utils {
template <class Function, class... Args>
auto Async(std::string name, Function &&f, Args &&...args)
    -> engine::TaskWithResult<std::invoke_result_t<Function, Args...>> {
  return nullptr;
}
} // namespace utils

namespace concurrent {
class BackgroundTaskStorage {
public:
  template <class... Args> void AsyncDetach(std::string name, Args &&...args) {}
};
} // namespace concurrent

namespace storages {
class Query {
public:
  Query(const char *statement);
  Query(std::string statement);
};
namespace postgres {
using storages::Query;
enum class ClusterHostType { kMaster, kSlave };
using ClusterHostTypeFlags = ClusterHostType;
struct TransactionOptions {};
class ResultSet {
public:
  std::size_t Size() const;
};
class Transaction {
public:
  static constexpr TransactionOptions RW{};
  Transaction(Transaction &&) noexcept;
  Transaction &operator=(Transaction &&) noexcept;
  Transaction(const Transaction &) = delete;
  ~Transaction();
  template <class... Args> ResultSet Execute(const Query &query, const Args &...args);
  void Commit();
  void Rollback();
};
class Cluster {
public:
  Transaction Begin(const TransactionOptions &options);
  Transaction Begin(std::string name, const TransactionOptions &options);
  template <class... Args>
  ResultSet Execute(ClusterHostTypeFlags flags, const Query &query, const Args &...args);
};
using ClusterPtr = std::shared_ptr<Cluster>;
} // namespace postgres
} // namespace storages

namespace clients::http {
class Response;
class Request {
public:
  std::shared_ptr<Response> perform();
};
} // namespace clients::http

namespace server::websocket {
struct Message {
  std::string data;
};
class WebSocketConnection {
public:
  virtual ~WebSocketConnection();
  virtual void Recv(Message &message) = 0;
  virtual void SendText(std::string_view message) = 0;
};
} // namespace server::websocket

} // namespace userver
