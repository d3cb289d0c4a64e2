// effects.h: what a statement's text says about what it leaves behind in the session.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_EFFECTS_H
#define LEASEHOLD_EFFECTS_H

#include <string_view>

namespace leasehold::detail {

enum class Dialect { postgres, mariadb };

struct Effects {
  bool session = false; ///< may change what the next user of the session would notice
  bool schema = false;  ///< USE: another default database
  bool commits = false; ///< asks for a commit
  bool reads = false;   ///< the first statement is one that only reads, unless its functions write
  bool forgets = false; ///< DEALLOCATE, DISCARD: prepared statements are gone
  bool copies = false;  ///< COPY from or to the client, which needs a protocol of its own
};

/// Reads words, not grammar: strings, comments and quoted names are skipped; a statement whose
/// first word is not known to be harmless counts as one that changes the session. It cannot see
/// what a function does inside; the well-known ones (set_config, advisory locks, GET_LOCK, ...)
/// are known by name.
Effects effects_of(std::string_view sql, Dialect dialect);

} // namespace leasehold::detail

#endif // LEASEHOLD_EFFECTS_H
