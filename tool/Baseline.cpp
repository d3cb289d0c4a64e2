//===- Baseline.cpp - findings that are known already ---------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Baseline.h"
#include "output/Json.h"
#include "program/Fingerprint.h"
#include "program/Untrusted.h"
#include "program/WriteFile.h"
#include "llvm/Support/MemoryBuffer.h"

namespace leasehold {
namespace {

constexpr unsigned BaselineVersion = 1;
constexpr const char *WriteAnew = "write it anew with --write-baseline";

} // namespace

std::optional<Baseline> Baseline::read(const std::string &Path, std::string &Problem) {
  auto Refused = [&](const llvm::Twine &Why) {
    Problem = ("the baseline " + Path + " " + Why).str();
    return std::nullopt;
  };
  auto Text = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Text)
    return Refused("cannot be read: " + Text.getError().message() + "; --write-baseline makes one");
  const llvm::StringRef Buffer = (*Text)->getBuffer();
  const Untrusted::Json J =
      Untrusted::Json::parse(Buffer.begin(), Buffer.end(), nullptr, /*allow_exceptions=*/false);
  Untrusted R;
  const auto *Version = J.is_object() ? R.find(J, "version") : nullptr;
  if (!Version || !Version->is_number_unsigned())
    return Refused(llvm::Twine("is none: it is no JSON object with a version; ") + WriteAnew);
  if (*Version != BaselineVersion)
    return Refused("is of version " + llvm::Twine(Version->dump()) + ", and leasehold " +
                   LEASEHOLD_VERSION + " reads version " + llvm::Twine(BaselineVersion) +
                   "; use the release that wrote it, or " + WriteAnew);
  if (R.text(R.at(J, "fingerprints")) != FingerprintVersion)
    return Refused("has fingerprints of another kind than " + FingerprintVersion + "; " +
                   WriteAnew);
  Baseline Out;
  for (const auto &Each : R.array(R.at(J, "findings"))) {
    Known E;
    E.check = R.text(R.at(Each, "check"));
    E.file = R.text(R.at(Each, "file"));
    E.function = R.text(R.at(Each, "function"));
    E.message = R.text(R.at(Each, "message"));
    const std::optional<Level> L = levelNamed(R.text(R.at(Each, "level")));
    R.ok = R.ok && L;
    E.level = L.value_or(Level::Risk);
    Out.Entries[R.text(R.at(Each, "fingerprint"))] = std::move(E);
  }
  if (!R.ok)
    return Refused(llvm::Twine("is damaged: not every finding has what it should; ") + WriteAnew);
  return Out;
}

Baseline Baseline::of(const Report &R) {
  Baseline Out;
  for (const Diagnostic &D : R.findings) {
    Known &E = Out.Entries[D.fingerprint];
    static_cast<Entry &>(E) = {D.check, pathBelow(R.root, D.at.file), D.function, D.message,
                               D.level};
  }
  return Out;
}

size_t Baseline::takeOut(Report &R) {
  const size_t Before = R.findings.size();
  llvm::erase_if(R.findings, [&](const Diagnostic &D) {
    auto It = Entries.find(D.fingerprint);
    if (It == Entries.end())
      return false;
    It->second.used = true;
    return true;
  });
  return Before - R.findings.size();
}

size_t Baseline::prune(llvm::function_ref<bool(const Entry &)> Looked) {
  return std::erase_if(Entries, [&](const auto &E) { return !E.second.used && Looked(E.second); });
}

std::optional<std::string> Baseline::write(const std::string &Path) const {
  // By file, so that a change of one file is a change in one place.
  std::vector<std::pair<const std::string *, const Known *>> Sorted;
  for (const auto &[Fingerprint, E] : Entries)
    Sorted.emplace_back(&Fingerprint, &E);
  llvm::sort(Sorted, [](const auto &A, const auto &B) {
    return std::tie(A.second->file, A.second->check, A.second->function, *A.first) <
           std::tie(B.second->file, B.second->check, B.second->function, *B.first);
  });
  OrderedJson Findings = OrderedJson::array();
  for (const auto &[Fingerprint, E] : Sorted)
    Findings.push_back({{"fingerprint", *Fingerprint},
                        {"check", E->check},
                        {"level", nameOf(E->level)},
                        {"file", E->file},
                        {"function", E->function},
                        {"message", E->message}});
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  print(OS, {{"version", BaselineVersion},
             {"fingerprints", FingerprintVersion.str()},
             {"findings", std::move(Findings)}});
  return writeFile(Path, {OS.str()});
}

} // namespace leasehold
