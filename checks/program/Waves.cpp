//===- Waves.cpp - which units first --------------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Waves.h"
#include "program/Components.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace path = llvm::sys::path;

namespace leasehold {
namespace {

/// The units that may be meant by a header of this name: of all that are called so, those nearest
/// to who includes it.
std::vector<unsigned> nearest(const std::vector<unsigned> &Called, llvm::StringRef From,
                              const std::vector<std::string> &Files) {
  auto Shared = [&](unsigned N) {
    const llvm::StringRef Other = Files[N];
    size_t I = 0;
    while (I < From.size() && I < Other.size() && From[I] == Other[I])
      ++I;
    return From.take_front(I).count('/');
  };
  size_t Most = 0;
  for (unsigned N : Called)
    Most = std::max(Most, Shared(N));
  std::vector<unsigned> Out;
  llvm::copy_if(Called, std::back_inserter(Out), [&](unsigned N) { return Shared(N) == Most; });
  return Out;
}

} // namespace

std::vector<std::vector<unsigned>> inWaves(const std::vector<std::string> &Files,
                                           IncludeScanner &Scanner) {
  llvm::StringMap<std::vector<unsigned>> ByStem;
  for (unsigned I = 0; I < Files.size(); ++I)
    ByStem[path::stem(Files[I])].push_back(I);

  std::vector<std::vector<unsigned>> Asks(Files.size());
  for (unsigned I = 0; I < Files.size(); ++I) {
    auto Look = [&](const std::string &File, auto &&OfOwn) {
      const FileIncludes *F = Scanner.at(File);
      for (const FileIncludes::Item &Each :
           F ? llvm::ArrayRef(F->items) : llvm::ArrayRef<FileIncludes::Item>()) {
        const llvm::StringRef Stem = path::stem(Each.name);
        auto Called = ByStem.find(Stem);
        if (Called == ByStem.end())
          continue;
        if (Stem == path::stem(Files[I])) {
          OfOwn(Each.name);
          continue;
        }
        llvm::append_range(Asks[I], nearest(Called->second, Files[I], Files));
      }
    };
    // What its own header includes, it includes.
    Look(Files[I], [&](const std::string &Own) {
      llvm::SmallString<256> Header(path::parent_path(Files[I]));
      path::append(Header, Own);
      Look(Header.str().str(), [](const std::string & /*Again*/) {});
    });
    llvm::sort(Asks[I]);
    Asks[I].erase(llvm::unique(Asks[I]), Asks[I].end());
  }

  // Units that ask each other are of one wave; more waves than this make threads wait for little.
  constexpr unsigned Most = 6;
  std::vector<unsigned> WaveOf(Files.size());
  std::vector<std::vector<unsigned>> Waves;
  for (const std::vector<unsigned> &Component :
       components(Files.size(), [&](unsigned N) -> const auto & { return Asks[N]; })) {
    unsigned Wave = 0;
    for (unsigned I : Component)
      for (unsigned Asked : Asks[I])
        if (!llvm::is_contained(Component, Asked))
          Wave = std::max(Wave, WaveOf[Asked] + 1);
    Wave = std::min(Wave, Most - 1);
    if (Waves.size() <= Wave)
      Waves.resize(Wave + 1);
    for (unsigned I : Component) {
      WaveOf[I] = Wave;
      Waves[Wave].push_back(I);
    }
  }
  for (std::vector<unsigned> &Wave : Waves)
    llvm::sort(Wave);
  return Waves;
}

} // namespace leasehold
