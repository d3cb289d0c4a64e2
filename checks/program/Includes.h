//===- Includes.h - what files include, without preprocessing ---*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_INCLUDES_H
#define LEASEHOLD_PROGRAM_INCLUDES_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace leasehold {

/// Where a compilation looks for headers, in order.
struct SearchPath {
  struct Directory {
    std::string path;
    bool system = false;     ///< -isystem, and the compiler's own
    bool quotedOnly = false; ///< -iquote
  };
  std::vector<Directory> directories;
};

/// What a file includes.
struct FileIncludes {
  struct Item {
    std::string name;
    bool angled = false;      ///< <name>
    bool conditional = false; ///< inside of #if, but for the guard around the whole file
  };
  std::string path;
  unsigned number = 0; ///< of this file among all that were looked at
  size_t size = 0;     ///< in bytes
  bool once = false;   ///< to include it again changes nothing
  std::vector<Item> items;
};

/// Reads each file once. Not thread safe.
class IncludeScanner {
public:
  /// The headers of the system's that the unit of these files (those that are forced in come
  /// before the source) includes whatever holds, by name, in order; only such that may be included
  /// several times. Conditions are not evaluated: some that it includes may be missing.
  std::vector<std::string> headers(const std::vector<std::string> &First, const SearchPath &Search);
  /// The files that <Name> may bring in, itself included, by their numbers.
  std::vector<unsigned> closure(llvm::StringRef Name, const SearchPath &Search);
  /// The file that `-include Name` means in this directory; null: there is none.
  const FileIncludes *forced(llvm::StringRef Name, llvm::StringRef Directory,
                             const SearchPath &Search);
  /// Null: it cannot be read.
  const FileIncludes *at(const std::string &Path);
  [[nodiscard]] size_t sizeOf(unsigned Number) const { return Files[Number]->size; }

private:
  struct Resolved {
    const FileIncludes *file = nullptr; ///< null: not found
    bool system = false;
  };
  Resolved find(llvm::StringRef Name, bool Angled, llvm::StringRef From, const SearchPath &Search);
  /// One name for a file that is reached through "..", so that circles end. Links are followed as
  /// the system does, "link/.." is where the link leads to.
  std::string withoutDots(llvm::StringRef Path);

  llvm::StringMap<std::string> RealDirectories; ///< empty: there is none
  llvm::StringMap<FileIncludes *> ByPath;       ///< null: there is none
  std::vector<std::unique_ptr<FileIncludes>> Files;
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_INCLUDES_H
