//===- Profile.cpp - reading, adding up and writing hold profiles ---------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "holds/Profile.h"
#include "Program.h"
#include "output/Json.h"
#include "program/Untrusted.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include <algorithm>
#include <cmath>
#include <tuple>

namespace leasehold {
namespace {

constexpr unsigned HoldsVersion = 1;
constexpr const char *HoldsFormat = "leasehold-holds";

/// Some thirty thousand years. What is longer is no time, and sums of it may be infinite.
constexpr double LongestMs = 1e15;

double time(Untrusted &R, const Untrusted::Json &J) {
  if (J.is_number() && J.get<double>() >= 0 && J.get<double>() <= LongestMs)
    return J.get<double>();
  R.ok = false;
  return 0;
}

uint64_t number(Untrusted &R, const Untrusted::Json &J, const char *Key) {
  return R.number<uint64_t>(R.at(J, Key));
}

Histogram histogram(Untrusted &R, const Untrusted::Json &J) {
  Histogram H;
  H.count = number(R, J, "count");
  H.totalMs = time(R, R.at(J, "total_ms"));
  H.maxMs = time(R, R.at(J, "max_ms"));
  uint64_t Sum = 0;
  for (const auto &B : R.array(R.at(J, "buckets"))) {
    const uint64_t N = number(R, B, "count");
    H.buckets[number(R, B, "below_us")] += N;
    Sum += N;
  }
  R.ok = R.ok && Sum == H.count;
  return H;
}

HoldSite site(Untrusted &R, const Untrusted::Json &J) {
  HoldSite S;
  S.file = R.text(R.at(J, "file"));
  S.line = R.number<uint32_t>(R.at(J, "line"));
  S.function = R.text(R.at(J, "function"));
  S.hold = histogram(R, R.at(J, "hold"));
  S.wait = histogram(R, R.at(J, "wait"));
  S.slowMs = time(R, R.at(J, "slow_ms"));
  S.committed = number(R, J, "committed");
  S.rolledBack = number(R, J, "rolled_back");
  S.abandoned = number(R, J, "abandoned");
  S.commitFailed = number(R, J, "commit_failed");
  S.timeouts = number(R, J, "timeouts");
  S.leaks = number(R, J, "leaks");
  return S;
}

OrderedJson json(const Histogram &H) {
  OrderedJson Buckets = OrderedJson::array();
  for (const auto &[Below, N] : H.buckets)
    Buckets.push_back({{"below_us", Below}, {"count", N}});
  return {{"count", H.count},
          {"total_ms", H.totalMs},
          {"max_ms", H.maxMs},
          {"buckets", std::move(Buckets)}};
}

OrderedJson json(const HoldSite &S) {
  return {{"file", S.file},           {"line", S.line},
          {"function", S.function},   {"hold", json(S.hold)},
          {"wait", json(S.wait)},     {"slow_ms", S.slowMs},
          {"committed", S.committed}, {"rolled_back", S.rolledBack},
          {"abandoned", S.abandoned}, {"commit_failed", S.commitFailed},
          {"timeouts", S.timeouts},   {"leaks", S.leaks}};
}

} // namespace

double Histogram::percentile(double P) const {
  const double Rank = std::ceil(static_cast<double>(count) * P / 100);
  const uint64_t Wanted = Rank < static_cast<double>(count)
                              ? std::max<uint64_t>(1, static_cast<uint64_t>(Rank))
                              : count;
  uint64_t Seen = 0;
  for (const auto &[Below, N] : buckets)
    if ((Seen += N) >= Wanted)
      return std::min(static_cast<double>(Below) / 1000, maxMs);
  return 0;
}

void Histogram::add(const Histogram &Other) {
  for (const auto &[Below, N] : Other.buckets)
    buckets[Below] += N;
  count += Other.count;
  totalMs = std::min(totalMs + Other.totalMs, LongestMs);
  maxMs = std::max(maxMs, Other.maxMs);
}

void HoldSite::add(const HoldSite &Other) {
  hold.add(Other.hold);
  wait.add(Other.wait);
  slowMs = std::min(slowMs + Other.slowMs, LongestMs);
  committed += Other.committed;
  rolledBack += Other.rolledBack;
  abandoned += Other.abandoned;
  commitFailed += Other.commitFailed;
  timeouts += Other.timeouts;
  leaks += Other.leaks;
}

std::optional<Holds> Holds::read(const std::string &Path, std::string &Problem) {
  auto Refused = [&](const llvm::Twine &Why) {
    Problem = ("the hold profile " + Path + " " + Why).str();
    return std::nullopt;
  };
  auto Text = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Text)
    return Refused("cannot be read: " + Text.getError().message() +
                   "; a program with a leasehold::HoldFile writes one");
  const llvm::StringRef Buffer = (*Text)->getBuffer();
  const Untrusted::Json J =
      Untrusted::Json::parse(Buffer.begin(), Buffer.end(), nullptr, /*allow_exceptions=*/false);
  Untrusted R;
  const auto *Format = J.is_object() ? R.find(J, "format") : nullptr;
  if (!Format || *Format != HoldsFormat)
    return Refused(llvm::Twine("is none: it is no JSON object with the format \"") + HoldsFormat +
                   "\"");
  const Untrusted::Json &Version = R.at(J, "version");
  if (Version != HoldsVersion)
    return Refused(
        "is of version " + llvm::Twine(Version.is_number() ? Version.dump() : "unknown") +
        ", and leasehold " + LEASEHOLD_VERSION + " reads version " + llvm::Twine(HoldsVersion) +
        "; use the release that goes with the program's pool");
  Holds Out;
  for (const auto &Each : R.array(R.at(J, "pools"))) {
    PoolHolds P;
    P.name = R.text(R.at(Each, "pool"));
    P.processes = number(R, Each, "processes");
    P.since = R.text(R.at(Each, "since"));
    P.until = R.text(R.at(Each, "until"));
    P.resolutionMs = time(R, R.at(Each, "resolution_ms"));
    for (const auto &S : R.array(R.at(Each, "sites")))
      P.sites.push_back(site(R, S));
    Out.pools.push_back(std::move(P));
  }
  if (!R.ok)
    return Refused(
        "is damaged: not every place has what it should (docs/schema/holds.schema.json)");
  return Out;
}

std::vector<Holds> readHolds(const std::vector<std::string> &Files, bool &Failed) {
  std::vector<Holds> All;
  for (const std::string &File : Files) {
    std::string Problem;
    if (std::optional<Holds> One = Holds::read(File, Problem)) {
      All.push_back(std::move(*One));
    } else {
      complain(Problem);
      Failed = true;
    }
  }
  return All;
}

void Holds::merge(const Holds &Other) {
  for (const PoolHolds &From : Other.pools) {
    auto P = llvm::find_if(pools, [&](const PoolHolds &X) { return X.name == From.name; });
    if (P == pools.end()) {
      pools.push_back(From);
      continue;
    }
    P->processes += From.processes;
    P->since = std::min(P->since, From.since);
    P->until = std::max(P->until, From.until);
    P->resolutionMs = std::max(P->resolutionMs, From.resolutionMs);
    for (const HoldSite &S : From.sites) {
      auto Known = llvm::find_if(P->sites, [&](const HoldSite &X) {
        return X.line == S.line && X.file == S.file && X.function == S.function;
      });
      if (Known == P->sites.end())
        P->sites.push_back(S);
      else
        Known->add(S);
    }
  }
}

void Holds::write(llvm::raw_ostream &OS) const {
  OrderedJson Pools = OrderedJson::array();
  for (const PoolHolds &P : pools) {
    OrderedJson Sites = OrderedJson::array();
    for (const HoldSite &S : P.sites)
      Sites.push_back(json(S));
    Pools.push_back({{"pool", P.name},
                     {"processes", P.processes},
                     {"since", P.since},
                     {"until", P.until},
                     {"resolution_ms", P.resolutionMs},
                     {"sites", std::move(Sites)}});
  }
  print(OS, {{"format", HoldsFormat}, {"version", HoldsVersion}, {"pools", std::move(Pools)}});
}

std::vector<std::pair<const PoolHolds *, const HoldSite *>> Holds::byTime() const {
  std::vector<std::pair<const PoolHolds *, const HoldSite *>> All;
  for (const PoolHolds &P : pools)
    for (const HoldSite &S : P.sites)
      All.emplace_back(&P, &S);
  llvm::sort(All, [](const auto &A, const auto &B) {
    return std::tie(B.second->hold.totalMs, A.second->file, A.second->line) <
           std::tie(A.second->hold.totalMs, B.second->file, B.second->line);
  });
  return All;
}

std::string shownTime(double Ms) {
  static constexpr struct {
    double ms;
    const char *unit;
  } Units[] = {{3'600'000, "h"}, {60'000, "min"}, {1000, "s"}, {1, "ms"}};
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  if (Ms <= 0)
    return "0";
  for (const auto &U : Units)
    // Minutes are for what is longer than a figure in seconds can be read.
    if (Ms >= U.ms * (U.ms == 60'000 ? 10 : 1)) {
      const double Value = Ms / U.ms;
      OS << llvm::format(Value < 9.995   ? "%.2f %s"
                         : Value < 99.95 ? "%.1f %s"
                                         : "%.0f %s",
                         Value, U.unit);
      return OS.str();
    }
  OS << llvm::format("%.0f us", Ms * 1000);
  return OS.str();
}

std::string shownHold(double Ms, double ResolutionMs) {
  return Ms < ResolutionMs ? "<" + shownTime(ResolutionMs) : shownTime(Ms);
}

llvm::StringRef qualifiedName(llvm::StringRef Pretty) {
  // Up to the parameters, and from the last space outside of template arguments.
  int Depth = 0;
  size_t Begin = 0;
  for (size_t I = 0; I < Pretty.size(); ++I) {
    if (Pretty.substr(I).starts_with("(anonymous") || Pretty.substr(I).starts_with("(lambda")) {
      I = std::min(Pretty.find(')', I), Pretty.size() - 1);
      continue;
    }
    const char C = Pretty[I];
    if (C == '<')
      ++Depth;
    else if (C == '>')
      --Depth;
    else if (Depth == 0 && (C == ' ' || C == '*' || C == '&'))
      Begin = I + 1;
    else if (Depth == 0 && C == '(')
      return Pretty.slice(Begin, I);
  }
  return Pretty.substr(Begin);
}

} // namespace leasehold
