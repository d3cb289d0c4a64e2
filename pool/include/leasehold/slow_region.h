// leasehold/slow_region.h: says that what follows is slow.
//
//     void upload(const File &file) {
//       leasehold::SlowRegion slow("uploads a file");
//       ...
//     }
//
// If the thread holds a session of any pool on entry, the pool says so (Event::slow), or refuses
// (Options::slow_regions). leasehold-slow-call knows the class, too: a call of upload() with a
// session held is reported where it is compiled.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_SLOW_REGION_H
#define LEASEHOLD_SLOW_REGION_H

#include "leasehold/detail/core.h"

namespace leasehold {

/// For the scope of a slow piece of work; on the stack. Costs a lock and a look at all pools'
/// sessions, which is nothing beside the work. Sessions that this thread holds say in reports that
/// it `what`. Throws SlowRegionError when a pool wants that.
class [[nodiscard]] SlowRegion {
public:
  explicit SlowRegion(Literal what,
                      const std::source_location &at = std::source_location::current())
      : outer_(current()) {
    detail::Core::enter_slow(what.text, at);
    if (!outer_)
      detail::Core::slow_begins();
    current() = what.text;
    detail::Core::now_doing(what.text);
  }
  SlowRegion(const SlowRegion &) = delete;
  SlowRegion &operator=(const SlowRegion &) = delete;
  ~SlowRegion() {
    if (!outer_)
      detail::Core::slow_ends();
    current() = outer_;
    detail::Core::now_doing(outer_);
  }

private:
  static const char *&current() {
    thread_local const char *what = nullptr;
    return what;
  }
  const char *outer_;
};

} // namespace leasehold

#endif // LEASEHOLD_SLOW_REGION_H
