// leasehold/hold_file.h: the hold profile as a file, for `leasehold holds` and `check --holds`.
//
//     leasehold::Pool pool(driver, options);          // with options.hold_profile
//     leasehold::HoldFile holds("holds-%p.json", pool); // after the pools: written before they go
//     holds.write_on(SIGUSR1);
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_HOLD_FILE_H
#define LEASEHOLD_HOLD_FILE_H

#include "leasehold/pool.h"

namespace leasehold {

/// As docs/schema/holds.schema.json says.
[[nodiscard]] std::string to_json(const std::vector<HoldProfile> &pools);

/// Writes the profiles of pools when told to, on a signal, and when it dies: at the end of main(),
/// where its place is. Pools that are gone by then are left out. All members are thread safe.
class HoldFile {
public:
  /// `%p` in the path becomes the number of the process. Nothing is written yet. Throws
  /// ConfigurationError when a pool has no hold_profile.
  template <Driver... D>
  explicit HoldFile(std::string path, const Pool<D> &...pools)
      : HoldFile(std::move(path), {(check(pools.options()), detail::Access::id(pools))...}) {}
  HoldFile(const HoldFile &) = delete;
  HoldFile &operator=(const HoldFile &) = delete;
  /// Writes; what fails then is lost.
  ~HoldFile();

  /// Aside, and renamed: a reader sees all of a file or none. Throws Error that names the file.
  void write() const;
  /// Writes whenever the process gets this signal, on a thread of its own; what fails is tried
  /// again at the next. Once, for a signal that nothing else in the process handles. Throws Error.
  void write_on(int signal);
  [[nodiscard]] const std::string &path() const { return path_; }

private:
  struct OnSignal;
  HoldFile(std::string path, std::vector<std::uint64_t> cores);
  static void check(const Options &options);

  std::string path_;
  std::vector<std::uint64_t> cores_;
  mutable std::mutex mutex_; ///< of the file
  std::unique_ptr<OnSignal> on_signal_;
};

} // namespace leasehold

#endif // LEASEHOLD_HOLD_FILE_H
