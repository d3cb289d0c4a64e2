// Declares of folly what the inputs use.
#pragma once
#pragma GCC system_header

#include <chrono>
#include <coroutine>
#include <functional>
#include <memory>
#include <type_traits>

namespace folly {

struct Unit {};
using Func = std::function<void()>;

class Executor {
public:
  virtual ~Executor() = default;
  virtual void add(Func func) = 0;
};

class InlineExecutor : public Executor {
public:
  void add(Func func) override { func(); }
};

class CPUThreadPoolExecutor : public Executor {
public:
  explicit CPUThreadPoolExecutor(std::size_t threads);
  void add(Func func) override;
};

template <class ExecutorT = Executor> class ExecutorKeepAlive {
public:
  ExecutorKeepAlive(ExecutorT *executor);
};

template <class T> class SemiFuture;

template <class T> class Future {
public:
  Future(std::nullptr_t);
  Future(Future &&) noexcept;
  template <class F> Future<Unit> thenValue(F &&func) && { return nullptr; }
  T get() &&;
  Future &wait() &;
  Future &&wait() &&;
};

template <class T> class SemiFuture {
public:
  SemiFuture(std::nullptr_t);
  Future<T> via(ExecutorKeepAlive<> executor) &&;
  template <class F> SemiFuture<Unit> deferValue(F &&func) && { return nullptr; }
  T get() &&;
};

template <class Func> Future<Unit> via(ExecutorKeepAlive<> executor, Func &&func) { return nullptr; }

namespace futures {
SemiFuture<Unit> sleep(std::chrono::milliseconds duration);
} // namespace futures

template <bool MayBlock = true> class Baton {
public:
  void post() noexcept;
  void wait() noexcept;
  template <class R, class P> bool try_wait_for(const std::chrono::duration<R, P> &timeout) noexcept;
};

} // namespace folly
