// one_line.h: libpq's messages, as others write them.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_ONE_LINE_H
#define LEASEHOLD_ONE_LINE_H

#include <string>

namespace leasehold::postgres {

/// They have several lines, tabs, and newlines at the end.
inline std::string one_line(const char *message) {
  std::string text;
  for (const char *c = message; *c; ++c)
    if (*c != '\n' && *c != '\t')
      text += *c;
    else if (*c == '\n' && c[1])
      text += "; ";
  return text;
}

} // namespace leasehold::postgres

#endif // LEASEHOLD_ONE_LINE_H
