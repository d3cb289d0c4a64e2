//===- Fingerprint.cpp - tells findings apart from run to run -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Fingerprint.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MD5.h"
#include "llvm/Support/Path.h"

namespace leasehold {

std::string pathBelow(llvm::StringRef Root, llvm::StringRef Absolute) {
  llvm::StringRef Below = Absolute;
  if (Below.consume_front(Root.rtrim('/')) && Below.consume_front("/"))
    return llvm::sys::path::convert_to_slash(Below);
  return llvm::sys::path::convert_to_slash(Absolute);
}

void setFingerprints(llvm::MutableArrayRef<Diagnostic> Findings, llvm::StringRef Root) {
  llvm::StringMap<unsigned> Equals;
  for (Diagnostic &D : Findings) {
    std::string Line = D.at.sourceLine;
    llvm::erase_if(Line, llvm::isSpace);
    // A nought is in none of these.
    const std::string Text =
        llvm::join_items('\0', D.check, std::to_string(static_cast<unsigned>(D.level)),
                         pathBelow(Root, D.at.file), D.function, Line);
    const unsigned Number = Equals[Text]++;
    llvm::MD5 Hash;
    Hash.update(Text);
    Hash.update(llvm::StringRef("\0", 1));
    Hash.update(std::to_string(Number));
    D.fingerprint = Hash.final().digest().str().str();
  }
}

} // namespace leasehold
