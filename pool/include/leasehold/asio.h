// leasehold/asio.h: the pool for Boost.Asio.
//
//     leasehold::async_acquire(pool, boost::asio::use_awaitable)      // in a coroutine
//     leasehold::async_acquire(pool, [](std::exception_ptr failed, auto session) { ... });
//
// Any completion token; the handler runs on its associated executor, and while it waits that
// executor has outstanding work. With Boost 1.77 and later a handler's cancellation slot cancels
// the acquire, so that cancel_after and the || of awaitables work.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_ASIO_H
#define LEASEHOLD_ASIO_H

#include "leasehold/pool.h"
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/version.hpp>
#if BOOST_VERSION >= 107700
#include <boost/asio/associated_cancellation_slot.hpp>
#endif

namespace leasehold {
namespace detail {

/// One acquire, from its start until its handler is called or dropped. The handler may be
/// move-only, what the pool keeps is copied: hence the shared object.
template <Driver D, class Handler> class AsioAcquire {
  using Executor = boost::asio::associated_executor_t<Handler>;

public:
  AsioAcquire(PoolCore<D> &core, Handler handler)
      : core_(core), work_(boost::asio::get_associated_executor(handler)),
        handler_(std::move(handler)) {}

  static void start(PoolCore<D> &core, Handler handler, std::chrono::milliseconds timeout,
                    const std::source_location &at) {
    auto self = std::make_shared<AsioAcquire>(core, std::move(handler));
    auto pending = std::make_shared<Pending>(
        core, deadline_in(timeout), at,
        [self](const std::shared_ptr<Pending> &p) { self->post(self, p); });
#if BOOST_VERSION >= 107700
    if (auto slot = boost::asio::get_associated_cancellation_slot(self->handler_);
        slot.is_connected())
      slot.assign([stop = self->stop_](boost::asio::cancellation_type /*type*/) mutable {
        stop.request_stop();
      });
#endif
    if (core.start(pending, self->stop_.get_token()))
      self->post(self, pending);
  }

private:
  /// Never from within start(): the initiating function has to have returned.
  void post(const std::shared_ptr<AsioAcquire> &self, const std::shared_ptr<Pending> &pending) {
    boost::asio::post(work_.get_executor(), Completion{self, pending});
  }

  /// Copyable, so that any executor takes it. An executor that drops it gives the session back.
  struct Completion {
    std::shared_ptr<AsioAcquire> self;
    std::shared_ptr<Pending> pending;
    std::shared_ptr<void> dropped{pending.get(), [p = pending](void *) { p->abandon(); }};

    void operator()() {
      Session<D> session;
      std::exception_ptr failed;
      try {
        session = Access::session(self->core_, pending->take());
      } catch (...) {
        failed = std::current_exception();
      }
      auto handler = std::move(self->handler_);
      self->work_.reset();
      std::move(handler)(failed, std::move(session));
    }
  };

  PoolCore<D> &core_;
  boost::asio::executor_work_guard<Executor> work_;
  Handler handler_;
  std::stop_source stop_;
};

} // namespace detail

/// A session within `timeout`, waiting without a thread. Completes with
/// void(std::exception_ptr, Session<D>); the errors are those of Pool::acquire. Thread safe. The
/// io_context must outlive the pool (declare it first): threads of the pool post to it. A pool that
/// goes ends what waits with ClosedError.
template <Driver D, class Token>
auto async_acquire(Pool<D> &pool, std::chrono::milliseconds timeout, Token &&token,
                   std::source_location at = std::source_location::current()) {
  return boost::asio::async_initiate<Token, void(std::exception_ptr, Session<D>)>(
      [&core = detail::Access::core(pool), timeout, at](auto handler) {
        detail::AsioAcquire<D, decltype(handler)>::start(core, std::move(handler), timeout, at);
      },
      token);
}
/// As above, within pool_timeout.
template <Driver D, class Token>
auto async_acquire(Pool<D> &pool, Token &&token,
                   std::source_location at = std::source_location::current()) {
  return async_acquire(pool, pool.options().pool_timeout, std::forward<Token>(token), at);
}

} // namespace leasehold

#endif // LEASEHOLD_ASIO_H
