// leasehold/operation.h: the pool before and after something that a program does.
//
//     leasehold::Operation op{pool, "file upload"};   // tells the sink now, and at the end of
//     scope
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_OPERATION_H
#define LEASEHOLD_OPERATION_H

#include "leasehold/pool.h"
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace leasehold {

/// What an Operation tells, once at its beginning and once at its end.
struct OperationReport {
  std::string name;
  std::string pool;      ///< Options::name
  bool finished = false; ///< false: it begins
  bool failed = false;   ///< it ended by an exception
  std::chrono::milliseconds took{0};
  Snapshot snapshot;
  /// Of a finished one: sessions that this thread acquired meanwhile and has not given back.
  std::vector<LeaseInfo> left;
  std::string message; ///< all of this, for a log line
};

/// Called on the thread of the operation; what it throws is swallowed.
using OperationSink = std::function<void(const OperationReport &)>;

/// A named stretch of work on this thread. Begins and ends on the same thread, in a scope.
class [[nodiscard]] Operation {
public:
  /// Without a sink, that of set_sink() is told. `pool` may go before the operation does.
  template <Driver D>
  Operation(Pool<D> &pool, std::string name, OperationSink sink = {})
      : Operation(detail::Access::core(pool), std::move(name), std::move(sink)) {}
  Operation(const Operation &) = delete;
  Operation &operator=(const Operation &) = delete;
  ~Operation();

  /// For all operations that begin from now on and have none of their own. Empty: nobody is told,
  /// as at first. Thread safe.
  static void set_sink(OperationSink sink);

private:
  Operation(detail::Core &core, std::string name, OperationSink sink);
  void tell(OperationReport report, const detail::Core &core) const noexcept;

  std::uint64_t core_;
  std::string name_;
  OperationSink sink_;
  detail::Deadline began_;
  std::vector<std::uint64_t> held_; ///< leases of this thread at the beginning
  int exceptions_ = std::uncaught_exceptions();
};

} // namespace leasehold

#endif // LEASEHOLD_OPERATION_H
