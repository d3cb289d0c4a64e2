// leasehold/detail/executor.h: whatever runs functions.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_DETAIL_EXECUTOR_H
#define LEASEHOLD_DETAIL_EXECUTOR_H

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace leasehold::detail {

using Task = void (*)();

template <class E>
concept Executes = requires(E &e, Task f) { e.execute(f); };
template <class E>
concept Posts = requires(E &e, Task f) { e.post(f); };
template <class E>
concept Submits = requires(E &e, Task f) { e.submit(f); };
template <class E>
concept Called = requires(E &e, Task f) { e(f); };

/// Runs functions without arguments, now or later, here or elsewhere.
template <class E>
concept Executor = Executes<std::remove_cvref_t<E>> || Posts<std::remove_cvref_t<E>> ||
                   Submits<std::remove_cvref_t<E>> || Called<std::remove_cvref_t<E>>;

/// Executors are handles and are copied; what cannot be copied, a thread pool, is referred to and
/// must outlive what it runs.
template <class E> class ExecutorHandle {
  static constexpr bool copied = std::copy_constructible<E>;

public:
  explicit ExecutorHandle(const E &executor)
    requires copied
      : executor_(executor) {}
  explicit ExecutorHandle(E &executor)
    requires(!copied)
      : executor_(&executor) {}

  template <class F> void run(F f) {
    E &e = executor();
    if constexpr (Executes<E>)
      e.execute(std::move(f));
    else if constexpr (Posts<E>)
      e.post(std::move(f));
    else if constexpr (Submits<E>)
      e.submit(std::move(f));
    else
      e(std::move(f));
  }

private:
  E &executor() {
    if constexpr (copied)
      return executor_;
    else
      return *executor_;
  }
  std::conditional_t<copied, E, E *> executor_;
};

} // namespace leasehold::detail

#endif // LEASEHOLD_DETAIL_EXECUTOR_H
