// Values and rows.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/sql.h"
#include <algorithm>

namespace leasehold {

void refuse_number(std::uint64_t number) {
  throw SqlError(std::to_string(number) +
                     " does not fit into 64 bits with a sign; pass it as text to a column that "
                     "takes it",
                 "22003");
}

const Value &Row::at(std::size_t column) const {
  if (column >= values_.size())
    throw SqlError("no column " + std::to_string(column) + "; the row has " +
                       std::to_string(values_.size()),
                   "07009");
  return values_[column];
}

const Value &Row::at(std::string_view column) const {
  const auto found = std::ranges::find(*names_, column);
  if (found == names_->end())
    throw SqlError("the row has no column '" + std::string(column) + "'", "07009");
  return values_[static_cast<std::size_t>(found - names_->begin())];
}

void Row::refuse(const Value &value, const char *wanted) {
  static constexpr const char *names[] = {"NULL", "an integer", "a number", "text", "a blob"};
  if (value.index() == 0)
    throw SqlError(std::string("the value is NULL, ") + wanted +
                       " was asked for; ask for a std::optional",
                   "22002");
  throw SqlError(std::string("the value is ") + names[value.index()] + ", " + wanted +
                     " that fits was asked for",
                 value.index() == 1 ? "22003" : "22018");
}

} // namespace leasehold
