// leasehold/error.h: what a pool throws.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_ERROR_H
#define LEASEHOLD_ERROR_H

#include <stdexcept>
#include <string>

namespace leasehold {

/// The base of all that this library throws.
class Error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// An option that is out of range, or contradicts another; the message names it.
class ConfigurationError : public Error {
public:
  using Error::Error;
};

/// No session within the time; the message says who holds them, since when.
class TimeoutError : public Error {
public:
  using Error::Error;
};

/// acquire() was cancelled through its stop token.
class CancelledError : public Error {
public:
  using Error::Error;
};

/// The pool is closed.
class ClosedError : public Error {
public:
  using Error::Error;
};

/// A SlowRegion was entered with a session held, and Options::slow_regions says `fail`.
class SlowRegionError : public Error {
public:
  using Error::Error;
};

/// The server could not be reached, or refused.
class ConnectError : public Error {
public:
  using Error::Error;
};

/// A statement failed. `sqlstate` has five characters, or none when the database has no such thing.
class SqlError : public Error {
public:
  SqlError(const std::string &message, std::string sqlstate)
      : Error(message), sqlstate_(std::move(sqlstate)) {}
  [[nodiscard]] const std::string &sqlstate() const noexcept { return sqlstate_; }
  /// Would the same transaction, run anew, perhaps succeed? (serialization failure, deadlock)
  [[nodiscard]] bool retryable() const noexcept {
    return sqlstate_ == "40001" || sqlstate_ == "40P01";
  }

private:
  std::string sqlstate_;
};

/// The connection was lost after COMMIT was sent and before the answer came: the transaction took
/// place, or it did not. Look before you repeat it. SQLSTATE 08007; never retryable.
class CommitUnknownError : public SqlError {
public:
  explicit CommitUnknownError(const std::string &message)
      : SqlError(message + "; the transaction may have been committed: check whether it took place "
                           "before you repeat it",
                 "08007") {}
};

} // namespace leasehold

#endif // LEASEHOLD_ERROR_H
