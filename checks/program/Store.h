//===- Store.h - `.leasehold/`: facts on disk -------------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The directory beside the compile database:
//
//   .leasehold/units/<digest of file and command>.facts   what each analysis of a unit left
//   .leasehold/program.facts                              the link of all, for the module
//
// Every file is text behind a line that names its kind, its format and the digest of the rest,
// and is written aside and renamed: a reader sees all of it or none, two runs at once write the
// same or one of two right answers, and what is damaged, or of another version, is as if it
// were not there.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_STORE_H
#define LEASEHOLD_PROGRAM_STORE_H

#include "program/Record.h"
#include "llvm/Support/MemoryBuffer.h"
#include <mutex>

namespace leasehold {

/// Writes all or nothing, and nothing when it would be the same. The reason when it could not.
std::optional<std::string> writeSealed(const std::string &Path, llvm::StringRef Kind,
                                       llvm::StringRef Version, llvm::StringRef Body);

struct Sealed {
  std::unique_ptr<llvm::MemoryBuffer> file;
  llvm::StringRef version, body;
  uint64_t digest = 0; ///< of the body
  std::string problem; ///< why there is no body: no such file, damaged, of another version
};
/// An empty version takes every version of this format.
Sealed readSealed(const std::string &Path, llvm::StringRef Kind, llvm::StringRef Version);

constexpr llvm::StringLiteral UnitKind = "unit";
constexpr llvm::StringLiteral ProgramKind = "program";

/// Reads a linked program's facts, as Link::text() writes them, line by line, only those that are
/// asked for. Thread safe.
class ProgramFacts : public FactSource {
public:
  /// Null when the file is not there or cannot be used; `Problem` says why.
  static std::shared_ptr<const ProgramFacts> open(const std::string &Path, std::string &Problem);
  [[nodiscard]] const FunctionFact *find(llvm::StringRef Usr) const override;
  /// Of the whole file: caches that hash the options notice.
  [[nodiscard]] uint64_t fingerprint() const { return File.digest; }

private:
  Sealed File;
  mutable std::mutex Mutex;
  mutable llvm::StringMap<std::unique_ptr<FunctionFact>> Read;
};

/// The digests of files, each read once. Thread safe.
class FileDigests {
public:
  /// 0: it cannot be read.
  uint64_t of(llvm::StringRef Path);

private:
  std::mutex Mutex;
  llvm::StringMap<uint64_t> Known;
};

/// Every analysis in a file of a unit whose inputs are what they were (without digests, they are
/// not looked at); none: `Problem` says why.
std::vector<Record> loadUnit(const std::string &Path, llvm::StringRef Version, FileDigests *Digests,
                             std::string &Problem);
std::optional<std::string> saveUnit(const std::string &Path, llvm::StringRef Version,
                                    const std::vector<const Record *> &Analyses);

/// Where the facts of the program are that a file belongs to: in `.leasehold` in a directory of
/// its build, of the file, or above one of them; empty: there are none.
std::string findProgramFacts(llvm::StringRef BuildDirectory, llvm::StringRef File);

/// What besides the sources decides what an analysis finds: this program, its models, its options.
std::string analysisVersion(const AnalysisOptions &Options, llvm::StringRef ResourceDir);

class Store {
public:
  static constexpr llvm::StringLiteral DirectoryName = ".leasehold";
  static constexpr llvm::StringLiteral ProgramName = "program.facts";

  /// Makes the directory; `problem()` when that fails, and then nothing is kept.
  Store(std::string Directory, std::string Version);
  [[nodiscard]] const std::string &problem() const { return Problem; }

  /// Every analysis of the unit whose inputs are what they were. Thread safe.
  std::vector<Record> load(llvm::StringRef UnitName);
  /// Instead of what was there. Thread safe for different units.
  void save(llvm::StringRef UnitName, const std::vector<const Record *> &Analyses);
  void saveProgram(llvm::StringRef Text);
  /// Takes away the units that are no part of the program any more.
  void keepOnly(const llvm::StringSet<> &UnitNames);

  /// The name under which a unit is kept.
  static std::string unitName(llvm::StringRef File, llvm::StringRef Directory,
                              llvm::ArrayRef<std::string> CommandLine);

private:
  [[nodiscard]] std::string pathOf(llvm::StringRef UnitName) const;
  void failed(std::optional<std::string> Reason);

  std::string Directory, Version, Problem;
  std::mutex Mutex;
  FileDigests Digests;
};

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_STORE_H
