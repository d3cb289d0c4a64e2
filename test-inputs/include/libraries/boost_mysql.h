// Declares of Boost.MySQL, and of the Boost.Asio that goes with it, what the inputs use.
#pragma once
#pragma GCC system_header

#include <coroutine>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace boost {
namespace system {
class error_code {};
class system_error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};
} // namespace system

namespace asio {
template <class T = void> class awaitable {
public:
  struct promise_type {
    awaitable get_return_object();
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T value);
    void unhandled_exception();
    template <class A> A await_transform(A a);
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> handle);
  T await_resume();
};
template <> class awaitable<void> {
public:
  struct promise_type {
    awaitable get_return_object();
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception();
    template <class A> A await_transform(A a);
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> handle);
  void await_resume();
};
struct deferred_t {};
class io_context {};
class steady_timer {
public:
  awaitable<void> async_wait(deferred_t token = {});
};
} // namespace asio

namespace mysql {
using error_code = system::error_code;
using string_view = std::string_view;
class diagnostics {};
class error_with_diagnostics : public system::system_error {
public:
  using system_error::system_error;
};
class results {
public:
  std::size_t affected_rows() const noexcept;
};
class statement {};
struct connect_params {};
template <class... Args> struct with_params_t {};
template <class... Args> with_params_t<std::decay_t<Args>...> with_params(string_view query, Args &&...args);

class any_connection {
public:
  explicit any_connection(asio::io_context &context);
  any_connection(any_connection &&other) = default;
  ~any_connection();
  void connect(const connect_params &params);
  void connect(const connect_params &params, error_code &err, diagnostics &diag);
  template <class Request, class Results> void execute(Request &&req, Results &result);
  template <class Request, class Results>
  void execute(Request &&req, Results &result, error_code &err, diagnostics &diag);
  template <class Request, class Results>
  asio::awaitable<void> async_execute(Request &&req, Results &result, asio::deferred_t token = {});
  statement prepare_statement(string_view stmt);
  void reset_connection();
  void close();
};

class connection_pool;
class pooled_connection {
public:
  pooled_connection() noexcept = default;
  pooled_connection(pooled_connection &&other) noexcept;
  pooled_connection &operator=(pooled_connection &&other) noexcept;
  ~pooled_connection();
  bool valid() const noexcept;
  any_connection &get() noexcept;
  any_connection *operator->() noexcept;
  void return_without_reset() noexcept;
};
struct pool_params {
  std::string username;
  std::size_t initial_size{1};
  std::size_t max_size{151};
};
class connection_pool {
public:
  connection_pool(asio::io_context &context, pool_params params);
  template <class Token = asio::deferred_t>
  asio::awaitable<pooled_connection> async_get_connection(Token &&token = {});
};
} // namespace mysql
} // namespace boost
