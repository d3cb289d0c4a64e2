// Declares of BS::thread_pool (5.1) what the inputs use.
#pragma once
#pragma GCC system_header

#include <chrono>
#include <cstddef>
#include <future>
#include <type_traits>
#include <vector>

namespace BS {

template <class T> class multi_future : public std::vector<std::future<T>> {
public:
  auto get();
  void wait() const;
};

template <unsigned char Options = 0> class thread_pool {
public:
  thread_pool();
  explicit thread_pool(std::size_t threads);
  ~thread_pool();
  template <class F> void detach_task(F &&task, int priority = 0) {}
  template <class F, class R = std::invoke_result_t<std::decay_t<F>>>
  std::future<R> submit_task(F &&task, int priority = 0) {
    return {};
  }
  template <class I, class J, class F>
  void detach_loop(I first, J last, F &&loop, std::size_t blocks = 0, int priority = 0) {}
  template <class I, class J, class F>
  multi_future<void> submit_loop(I first, J last, F &&loop, std::size_t blocks = 0, int priority = 0) {
    return {};
  }
  void wait();
  template <class R, class P> bool wait_for(const std::chrono::duration<R, P> &duration);
};

} // namespace BS
