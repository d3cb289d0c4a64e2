//===- Fingerprint.h - tells findings apart from run to run -----*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A fingerprint is made of what stays when code around a finding changes: the check and the level,
// the file below the root, the function, and the source line without its white space. Of findings
// that agree in all of these, as in two loops alike, each has its number. Neither line numbers nor
// messages have a say.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_FINGERPRINT_H
#define LEASEHOLD_PROGRAM_FINGERPRINT_H

#include "program/Diagnostic.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace leasehold {

/// What the fingerprints are made of and how; another one means other fingerprints.
constexpr llvm::StringLiteral FingerprintVersion = "leasehold/v1";

/// Gives each finding its own: 32 hexadecimal digits. `Findings` are in the order of their places,
/// `Root` is the directory that paths are seen from, so that every checkout has the same.
void setFingerprints(llvm::MutableArrayRef<Diagnostic> Findings, llvm::StringRef Root);

/// The path below `Root`, with slashes; as it is when it lies elsewhere.
std::string pathBelow(llvm::StringRef Root, llvm::StringRef Absolute);

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_FINGERPRINT_H
