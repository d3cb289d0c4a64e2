// A pool as seen by who watches it: found by its id, and asked whether its database answers.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "registry.h"
#include <algorithm>

namespace leasehold::detail {

std::shared_ptr<Core> Core::find(std::uint64_t id) {
  Core *found = nullptr;
  {
    Registry &r = registry();
    const std::scoped_lock lock(r.mutex);
    const auto at = std::ranges::find_if(r.cores, [id](const Core *c) { return c->id_ == id; });
    if (at == r.cores.end() || !ref_unless_dying((*at)->life_))
      return nullptr;
    found = *at;
  }
  return {found, [](Core *core) { core->unref(); }};
}

bool Core::probe(std::chrono::milliseconds timeout, const std::source_location &at) {
  const Deadline until = deadline_in(timeout);
  Slot &slot = acquire_within(timeout, nullptr, at);
  slot.doing.store("asks the server whether it answers", std::memory_order_relaxed);
  const bool answered = alive(slot, until);
  if (!answered)
    outdate(slot);
  release(slot, answered && clean(slot));
  return answered;
}

} // namespace leasehold::detail
