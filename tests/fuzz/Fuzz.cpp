//===- Fuzz.cpp - what the fuzz targets share -----------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Fuzz.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <set>

namespace leasehold::fuzz {
namespace {

class Directory {
public:
  Directory() {
    require(!llvm::sys::fs::createUniqueDirectory("leasehold-fuzz", Path), "a directory is made");
  }
  Directory(const Directory &) = delete;
  Directory &operator=(const Directory &) = delete;
  ~Directory() { (void)llvm::sys::fs::remove_directories(Path); }
  llvm::SmallString<128> Path;
};

/// The short strings of the seeds, keys above all: what libFuzzer's dictionary is made of.
std::set<std::string> words(llvm::StringRef Text) {
  std::set<std::string> Out;
  constexpr size_t Longest = 40;
  while (true) {
    Text = Text.drop_until([](char C) { return C == '"'; });
    const size_t End = Text.find('"', 1);
    if (End == llvm::StringRef::npos)
      return Out;
    const llvm::StringRef Word = Text.slice(1, End);
    if (!Word.empty() && Word.size() <= Longest && Word.find_if([](char C) {
          return C < ' ' || C > '~' || C == '\\';
        }) == llvm::StringRef::npos)
      Out.insert(Word.str());
    Text = Text.drop_front(End + 1);
  }
}

/// DIRECTORY/seeds/0, 1, ..., and DIRECTORY/dictionary.
void writeSeeds(const std::string &Directory) {
  require(!llvm::sys::fs::create_directories(Directory + "/seeds"), "the seeds' directory is made");
  std::set<std::string> Words;
  unsigned Number = 0;
  for (const std::string &Seed : seeds()) {
    write(Directory + "/seeds/" + std::to_string(Number++), Seed);
    Words.merge(words(Seed));
  }
  std::string Dictionary;
  for (const std::string &Word : Words)
    Dictionary += "\"\\\"" + Word + "\\\"\"\n";
  for (const char *Value : {"true", "false", "null", "-1", "1e30", "18446744073709551615",
                            "-9223372036854775808", "\\\\ud800", "[[[[[[[[", "{\\\"\\\":"})
    Dictionary += std::string("\"") + Value + "\"\n";
  write(Directory + "/dictionary", Dictionary);
}

} // namespace

void require(bool Holds, const char *What) {
  if (Holds)
    return;
  llvm::errs() << "does not hold: " << What << "\n";
  std::abort();
}

std::string path(llvm::StringRef Name) {
  static const Directory Here;
  llvm::SmallString<128> Path(Here.Path);
  llvm::sys::path::append(Path, Name);
  return Path.str().str();
}

void write(const std::string &Path, llvm::StringRef Text) {
  std::error_code Error;
  llvm::raw_fd_ostream OS(Path, Error);
  require(!Error, "a file can be written");
  OS << Text;
}

std::string contents(const std::string &Path) {
  auto Text = llvm::MemoryBuffer::getFile(Path);
  require(static_cast<bool>(Text), "a file can be read");
  return (*Text)->getBuffer().str();
}

} // namespace leasehold::fuzz

extern "C" int LLVMFuzzerInitialize(int *Count, char ***Texts) {
  const std::vector<std::string> Arguments(*Texts, *Texts + *Count);
  if (Arguments.size() == 3 && Arguments[1] == "--seeds") {
    leasehold::fuzz::writeSeeds(Arguments[2]);
    std::exit(0);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *Data, size_t Size) {
  leasehold::fuzz::read({reinterpret_cast<const char *>(Data), Size});
  return 0;
}
