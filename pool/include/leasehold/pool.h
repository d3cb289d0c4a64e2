// leasehold/pool.h: a pool of database sessions.
//
//     leasehold::Pool pool(leasehold::sqlite::Driver("shop.db"));
//     {
//       auto session = pool.acquire();          // given back at the end of the scope
//       auto transaction = session.begin();     // rolled back unless committed
//       session->execute("UPDATE stock SET n = n - 1 WHERE id = ?", 7);
//       transaction.commit();
//     }
//     pool.transaction([](auto &session) { session->execute("DELETE FROM carts"); });
//
// Hand the pool to whoever needs a session, never a session: it is held no longer than needed then.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_POOL_H
#define LEASEHOLD_POOL_H

#include "leasehold/detail/core.h"
#include "leasehold/detail/executor.h"
#include "leasehold/error.h"
#include "leasehold/options.h"
#include <any>
#include <concepts>
#include <coroutine>
#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace leasehold {

using Clock = detail::Clock;
using Deadline = detail::Deadline;

/// What a pool must know of connections. A driver is called from many threads at a time, for one
/// connection by one thread at a time. The connection's destructor closes it and does not throw.
template <class D>
concept Driver = requires(D &d, D::connection &c, const D::connection &k, Deadline until) {
  requires std::move_constructible<typename D::connection>;
  { d.open(until) } -> std::same_as<typename D::connection>; ///< by `until`, or throws ConnectError
  { d.ping(c, until) } -> std::same_as<bool>;                ///< false, or throws: it is dead
  { d.broken(k) } noexcept -> std::same_as<bool>;            ///< known without asking the server
  { d.in_transaction(k) } noexcept -> std::same_as<bool>;    ///< known without asking the server
  d.begin(c);
  d.commit(c);
  d.rollback(c);
};

/// Drivers that can forget settings, temporary tables and the like have `void reset(connection &)`
/// and say in `bool dirty(const connection &) noexcept` when that is needed.
template <class D>
concept ResettingDriver = Driver<D> && requires(D &d, D::connection &c, const D::connection &k) {
  d.reset(c);
  { d.dirty(k) } noexcept -> std::same_as<bool>;
};

template <Driver D> class Pool;
template <Driver D> class Session;

namespace detail {
struct Access;
template <Driver D, class E> class Awaiter;
} // namespace detail

namespace detail {

template <Driver D> class PoolCore final : public Core {
public:
  using Connection = D::connection;

  PoolCore(D driver, Options options, std::size_t capacity)
      : Core(std::move(options), capacity), driver(std::move(driver)),
        held(std::make_unique<Held[]>(capacity)) {}

  /// In lines of their own: neighbours belong to other threads.
  struct alignas(64) Held {
    std::optional<Connection> connection;
    std::any kept; ///< user's, as long as the connection
    std::any lent; ///< user's, as long as the lease
  };
  Connection &connection(const Slot &slot) { return *held[slot.index].connection; }

  D driver;
  std::unique_ptr<Held[]> held;

  bool clean(Slot &slot) noexcept override {
    const Held &h = held[slot.index];
    if (driver.broken(*h.connection) || driver.in_transaction(*h.connection) || h.lent.has_value())
      return options().reset_on_return == Reset::none && !h.lent.has_value() &&
             !driver.broken(*h.connection);
    if constexpr (ResettingDriver<D>)
      return !driver.dirty(*h.connection);
    return true;
  }

protected:
  void open(Slot &slot, Deadline until) override {
    held[slot.index].connection.emplace(driver.open(until));
  }
  void shut(Slot &slot) noexcept override {
    Held &h = held[slot.index];
    h.lent.reset();
    h.kept.reset();
    h.connection.reset();
  }
  bool alive(Slot &slot, Deadline until) noexcept override {
    try {
      return !driver.broken(connection(slot)) && driver.ping(connection(slot), until);
    } catch (...) {
      return false;
    }
  }
  bool tidy(Slot &slot) noexcept override {
    Held &h = held[slot.index];
    h.lent.reset();
    if (driver.broken(*h.connection))
      return false;
    try {
      if (driver.in_transaction(*h.connection) && options().reset_on_return != Reset::none) {
        const bool commit = options().reset_on_return == Reset::commit;
        ended(slot, Outcome::abandoned);
        tell(Event::reset,
             "the session acquired at " + place(slot) +
                 " came back in an open transaction, which was " +
                 (commit ? "committed" : "rolled back"),
             &slot);
        commit ? driver.commit(*h.connection) : driver.rollback(*h.connection);
      }
      if constexpr (ResettingDriver<D>)
        driver.reset(*h.connection);
      return !driver.broken(*h.connection) &&
             (options().reset_on_return == Reset::none || !driver.in_transaction(*h.connection));
    } catch (...) {
      return false;
    }
  }
};

} // namespace detail

/// A transaction of a session; rolled back by the destructor unless committed, and reported then
/// (Event::reset) unless an exception passes by. Not thread safe.
template <Driver D> class [[nodiscard]] Transaction {
public:
  Transaction(Transaction &&other) noexcept
      : session_(std::exchange(other.session_, nullptr)), exceptions_(other.exceptions_) {}
  Transaction &operator=(Transaction &&) = delete;
  ~Transaction() {
    if (session_)
      session_->abandon_transaction(/*forgotten=*/std::uncaught_exceptions() == exceptions_);
  }

  /// Throws what the driver throws; after that the transaction is over, whatever became of it. In a
  /// child of the process that began it: ClosedError.
  void commit() {
    if (Session<D> *s = std::exchange(session_, nullptr)) {
      s->end_transaction();
      try {
        s->driver().commit(**s);
      } catch (...) {
        s->ended(detail::Outcome::commit_failed);
        throw;
      }
      s->ended(detail::Outcome::committed);
    }
  }
  void rollback() {
    if (Session<D> *s = std::exchange(session_, nullptr)) {
      s->end_transaction();
      s->ended(detail::Outcome::rolled_back);
      s->driver().rollback(**s);
    }
  }

private:
  friend class Session<D>;
  explicit Transaction(Session<D> &session) : session_(&session) {}
  Session<D> *session_;
  int exceptions_ = std::uncaught_exceptions();
};

/// A connection on loan. Gives it back when it dies. Move-only; a moved-from one is empty. May
/// move between threads, and is used by one at a time. Must not outlive the process's main().
template <Driver D> class [[nodiscard]] Session {
public:
  using Connection = D::connection;

  Session() noexcept = default;
  Session(Session &&other) noexcept
      : core_(other.core_), slot_(std::exchange(other.slot_, nullptr)) {}
  Session &operator=(Session &&other) noexcept {
    if (this != &other) {
      release();
      core_ = other.core_;
      slot_ = std::exchange(other.slot_, nullptr);
    }
    return *this;
  }
  ~Session() { release(); }

  [[nodiscard]] explicit operator bool() const noexcept { return slot_ != nullptr; }
  [[nodiscard]] Connection &operator*() const noexcept { return core_->connection(*slot_); }
  [[nodiscard]] Connection *operator->() const noexcept { return &core_->connection(*slot_); }

  /// Begins; rolls back unless the returned object is committed. The session must stay where it is.
  Transaction<D> begin() {
    core_->check_ours();
    core_->driver.begin(**this);
    in_transaction(true);
    return Transaction<D>(*this);
  }

  /// What is done with it now, for who waits for a session in vain: "copies the files". Forgotten
  /// when given back.
  void doing(Literal what) noexcept { slot_->doing.store(what.text, std::memory_order_relaxed); }

  /// Gives it back now. Does nothing the second time.
  void release() noexcept {
    if (detail::Slot *slot = std::exchange(slot_, nullptr))
      core_->release(*slot, core_->clean(*slot));
  }

  /// A place for what belongs to the connection (prepared statements): survives giving back.
  [[nodiscard]] std::any &kept() const noexcept { return core_->held[slot_->index].kept; }
  /// A place for what belongs to this lease (the user's name): gone when given back.
  [[nodiscard]] std::any &lent() const noexcept { return core_->held[slot_->index].lent; }

private:
  friend class Pool<D>;
  friend class Transaction<D>;
  friend struct detail::Access;
  Session(detail::PoolCore<D> &core, detail::Slot &slot) noexcept : core_(&core), slot_(&slot) {}
  D &driver() const noexcept { return core_->driver; }
  void in_transaction(bool is) noexcept { slot_->transaction.store(is, std::memory_order_relaxed); }
  void end_transaction() {
    core_->check_ours();
    in_transaction(false);
  }
  void ended(detail::Outcome outcome) noexcept { core_->ended(*slot_, outcome); }
  void abandon_transaction(bool forgotten) noexcept {
    if (!slot_ || !core_->ours())
      return;
    in_transaction(false);
    ended(forgotten ? detail::Outcome::abandoned : detail::Outcome::rolled_back);
    try {
      if (forgotten)
        core_->abandoned(*slot_);
      core_->driver.rollback(**this);
    } catch (...) { // NOLINT(bugprone-empty-catch): seen as broken or open when given back
    }
  }

  detail::PoolCore<D> *core_ = nullptr;
  detail::Slot *slot_ = nullptr;
};

/// A pool of at most pool_size + max_overflow connections. All members are thread safe, but for
/// the constructor and the destructor. Connections are opened when first needed.
template <Driver D> class Pool {
public:
  using Connection = D::connection;
  using SessionType = Session<D>;

  /// Throws ConfigurationError. Does not connect.
  explicit Pool(D driver, Options options = {})
      : core_(make(std::move(driver), std::move(options))) {}
  Pool(const Pool &) = delete;
  Pool &operator=(const Pool &) = delete;
  /// Closes what is idle. Sessions that are still out stay usable, and are closed when given back.
  ~Pool() { detail::Core::abandon(core_); }

  /// A session within pool_timeout, connecting and pinging included. Throws TimeoutError (which
  /// says who holds the sessions), ConnectError, ClosedError, or CancelledError when `stop` is
  /// requested.
  SessionType acquire(std::source_location at = std::source_location::current()) {
    return SessionType(*core_, core_->acquire_within(default_timeout, nullptr, at));
  }
  SessionType acquire(const std::stop_token &stop,
                      std::source_location at = std::source_location::current()) {
    return SessionType(*core_, core_->acquire_within(default_timeout, &stop, at));
  }
  /// As above, within another time.
  SessionType acquire(std::chrono::milliseconds timeout, const std::stop_token &stop = {},
                      std::source_location at = std::source_location::current()) {
    return SessionType(
        *core_, core_->acquire_within(std::max(timeout, std::chrono::milliseconds(0)), &stop, at));
  }
  /// An idle session at once, or an empty one. Neither waits nor connects nor pings.
  SessionType try_acquire(std::source_location at = std::source_location::current()) {
    detail::Slot *slot = core_->try_acquire(at);
    return slot ? SessionType(*core_, *slot) : SessionType();
  }

  /// `co_await pool.acquire(executor)`: as acquire(), without a thread that waits. The coroutine
  /// goes on at the executor: an object with execute(f), post(f) or submit(f) (an Asio executor, a
  /// thread pool), or one to be called with f; f is called once, from any thread. A coroutine that
  /// is destroyed while it waits loses no session. Such leases belong to no thread: neither nested
  /// acquires nor slow regions are noticed.
  template <detail::Executor E>
  [[nodiscard]] auto acquire(E &&executor, std::stop_token stop = {},
                             std::source_location at = std::source_location::current()) {
    return detail::Awaiter<D, std::remove_cvref_t<E>>(*core_, core_->options().pool_timeout,
                                                      executor, std::move(stop), at);
  }
  /// As above, within another time.
  template <detail::Executor E>
  [[nodiscard]] auto acquire(E &&executor, std::chrono::milliseconds timeout,
                             std::stop_token stop = {},
                             std::source_location at = std::source_location::current()) {
    return detail::Awaiter<D, std::remove_cvref_t<E>>(*core_, timeout, executor, std::move(stop),
                                                      at);
  }

  /// Calls f(session) and gives the session back.
  template <class F>
  auto with_session(F &&f, std::source_location at = std::source_location::current())
      -> std::invoke_result_t<F, SessionType &> {
    SessionType session = acquire(at);
    return std::forward<F>(f)(session);
  }

  /// Calls f(session) in a transaction and commits; rolls back when f throws. Runs it again, up to
  /// `attempts` times in all, when the database says that this may help (SqlError::retryable); in
  /// between it gives the session back and sleeps some milliseconds, twice as long each time.
  template <class F>
  auto transaction(F &&f, unsigned attempts = 3,
                   std::source_location at = std::source_location::current())
      -> std::invoke_result_t<F, SessionType &> {
    for (detail::Backoff backoff;; --attempts, backoff.sleep()) {
      SessionType session = acquire(at);
      try {
        Transaction<D> t = session.begin();
        if constexpr (std::is_void_v<std::invoke_result_t<F, SessionType &>>) {
          f(session);
          t.commit();
          return;
        } else {
          auto result = f(session);
          t.commit();
          return result;
        }
      } catch (const SqlError &e) {
        if (!e.retryable() || attempts <= 1)
          throw;
      }
    }
  }

  /// No more sessions from now on; waits up to `timeout` for those that are out, and lists the
  /// rest.
  std::vector<LeaseInfo> close(std::chrono::milliseconds timeout = {}) {
    return core_->close(detail::deadline_in(timeout));
  }
  [[nodiscard]] Snapshot snapshot() const { return core_->snapshot(); }
  [[nodiscard]] std::vector<LeaseInfo> leases() const { return core_->leases(); }
  /// What was recorded of each place that acquires; without sites unless Options::hold_profile.
  [[nodiscard]] HoldProfile holds() const { return core_->holds(); }
  std::size_t report_leaks() { return core_->report_leaks(); }
  std::size_t evict_idle() { return core_->evict_idle(); }
  /// Every connection that is open now is replaced when next acquired or given back.
  void invalidate() { core_->invalidate(); }
  [[nodiscard]] const Options &options() const { return core_->options(); }
  /// What in the server's settings does not go with this pool's options, in plain words; for the
  /// log at the start of a program. Acquires a session, and throws what acquire() and it throw.
  std::vector<std::string>
  check_against_server(std::source_location at = std::source_location::current()) {
    if constexpr (requires(D &d, Connection &c, const Options &o) {
                    { d.check(c, o) } -> std::same_as<std::vector<std::string>>;
                  }) {
      SessionType session = acquire(at);
      return core_->driver.check(*session, options());
    } else {
      return {};
    }
  }

private:
  friend struct detail::Access;
  static constexpr std::chrono::milliseconds default_timeout{-1};
  static detail::PoolCore<D> *make(D driver, Options options) {
    options.validate();
    std::size_t size = options.pool_size + options.max_overflow;
    // One connection, for databases that live in their connection.
    if constexpr (requires { driver.single(); })
      if (driver.single()) {
        options.pool_size = size = 1;
        options.max_overflow = 0;
        options.pool_recycle = options.max_idle = std::chrono::milliseconds(0);
      }
    return new detail::PoolCore<D>(std::move(driver), std::move(options), size);
  }

  detail::PoolCore<D> *core_;
};

namespace detail {

/// For the adapters.
struct Access {
  template <Driver D> static std::uint64_t id(const Pool<D> &pool) noexcept {
    return pool.core_->id();
  }
  template <Driver D> static PoolCore<D> &core(Pool<D> &pool) noexcept { return *pool.core_; }
  template <Driver D> static Session<D> session(PoolCore<D> &core, Slot &slot) noexcept {
    return Session<D>(core, slot);
  }
};

/// What `co_await pool.acquire(executor)` awaits, once.
template <Driver D, class E> class [[nodiscard]] Awaiter {
public:
  template <class Given>
  Awaiter(PoolCore<D> &core, std::chrono::milliseconds timeout, Given &executor,
          std::stop_token stop, const std::source_location &at)
      : core_(core), timeout_(timeout), executor_(executor), stop_(std::move(stop)), at_(at) {}
  Awaiter(const Awaiter &) = delete;
  Awaiter &operator=(const Awaiter &) = delete;
  /// The coroutine may be destroyed while it waits.
  ~Awaiter() {
    if (pending_)
      pending_->abandon();
  }

  bool await_ready() noexcept {
    ready_ = core_.try_acquire_detached(at_);
    return ready_ != nullptr;
  }
  bool await_suspend(std::coroutine_handle<> handle) {
    pending_ = std::make_shared<Pending>(
        core_, deadline_in(timeout_), at_,
        [executor = executor_, handle](const std::shared_ptr<Pending> &p) mutable noexcept {
          auto go_on = [p, handle] {
            if (p->wanted())
              handle.resume();
          };
          try {
            executor.run(go_on);
          } catch (...) { // better here than never
            go_on();
          }
        });
    // From here on this object may be gone: another thread may have resumed the coroutine.
    const std::shared_ptr<Pending> pending = pending_;
    return !core_.start(pending, stop_);
  }
  /// Throws as Pool::acquire does.
  Session<D> await_resume() {
    Slot &slot = ready_ ? *std::exchange(ready_, nullptr) : pending_->take();
    return Access::session(core_, slot);
  }

private:
  PoolCore<D> &core_;
  std::chrono::milliseconds timeout_;
  ExecutorHandle<E> executor_;
  std::stop_token stop_;
  std::source_location at_;
  Slot *ready_ = nullptr;
  std::shared_ptr<Pending> pending_;
};

} // namespace detail
} // namespace leasehold

#endif // LEASEHOLD_POOL_H
