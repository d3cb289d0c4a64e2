//===- Page.cpp - hold profiles as one page with charts -------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "holds/Profile.h"
#include "output/Pages.h"
#include "llvm/Support/Format.h"
#include <algorithm>
#include <cmath>

namespace leasehold {
namespace {

constexpr const char *Head = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Leasehold: where sessions are held</title>
<style>
:root { --ink: #1c2330; --soft: #5b6678; --line: #dfe4ec; --ground: #f5f7fa; --card: #fff;
  --bar: #86a5e8; --tail: #c0271b; --slow: #f0b45c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e8f0; --soft: #97a3b6; --line: #2c3443;
  --ground: #12161d; --card: #1a202a; --bar: #4a6cc0; --tail: #ff8579; --slow: #a8742a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 2rem 1.5rem; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { color: var(--soft); margin: .2rem 0 1rem; overflow-wrap: anywhere; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: .9rem 1.2rem; margin: 0 0 .9rem; }
svg { display: block; width: 100%; height: auto; }
svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
dl { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: .5rem 0 0; }
dl div { min-width: 4.5rem; } dt { color: var(--soft); font-size: .8rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; } dd.bad { color: var(--tail); font-weight: 600; }
</style></head><body>
)";

// The chart, in its own units: time to the right, by tenfolds; how many leases upwards.
constexpr double Width = 1000, Ground = 90;

class Chart {
public:
  Chart(llvm::raw_ostream &OS, double LeastUs, double MostUs, double ResolutionMs)
      : OS(OS), Least(std::log10(LeastUs)), Most(std::log10(MostUs)), Resolution(ResolutionMs) {}

  void draw(const Histogram &H) {
    OS << "<svg viewBox=\"0 0 1000 110\" role=\"img\" aria-label=\"how long sessions were "
          "held\">\n";
    uint64_t Tallest = 1;
    for (const auto &[Below, N] : H.buckets)
      Tallest = std::max(Tallest, N);
    for (double Tenfold = std::ceil(Least); Tenfold <= Most; ++Tenfold) {
      const double X = (Tenfold - Least) / (Most - Least) * Width;
      OS << llvm::format("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"8\" y2=\"90\" "
                         "stroke=\"var(--line)\"/><text x=\"%.1f\" y=\"104\">",
                         X, X, X + 3)
         << shownTime(std::pow(10, Tenfold) / 1000) << "</text>\n";
    }
    for (const auto &[Below, N] : H.buckets) {
      const double To = at(static_cast<double>(Below));
      const double From = at(static_cast<double>(Below) * 0.8);
      // By roots: one lease of 177 s is to be seen beside a thousand of 5 ms.
      const double Tall =
          std::sqrt(static_cast<double>(N) / static_cast<double>(Tallest)) * (Ground - 12);
      OS << llvm::format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                         "fill=\"var(--bar)\"><title>",
                         From, Ground - Tall, std::max(2.0, To - From - 1), Tall)
         << N << " below " << shownTime(static_cast<double>(Below) / 1000) << "</title></rect>\n";
    }
    const double P99 = at(H.percentile(99) * 1000);
    OS << llvm::format(
              "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"4\" y2=\"90\" stroke=\"var(--tail)\" "
              "stroke-dasharray=\"4 3\"/><text x=\"%.1f\" y=\"14\" text-anchor=\"%s\">p99 ",
              P99, P99, P99 > Width * 0.85 ? P99 - 4 : P99 + 4,
              P99 > Width * 0.85 ? "end" : "start")
       << shownHold(H.percentile(99), Resolution) << "</text></svg>\n";
  }

private:
  [[nodiscard]] double at(double Us) const {
    return std::clamp((std::log10(std::max(Us, 1.0)) - Least) / (Most - Least), 0.0, 1.0) * Width;
  }

  llvm::raw_ostream &OS;
  double Least, Most, Resolution;
};

void figure(llvm::raw_ostream &OS, const char *What, const std::string &Value, bool Bad = false) {
  OS << "<div><dt>" << What << "</dt><dd" << (Bad ? " class=\"bad\"" : "") << ">" << Value
     << "</dd></div>";
}

} // namespace

void printHoldsPage(llvm::raw_ostream &OS, const Holds &Of) {
  OS << Head << "<h1>Where sessions are held</h1>\n";
  for (const PoolHolds &P : Of.pools)
    OS << "<p>Pool " << htmlEscaped(P.name) << ", " << htmlEscaped(P.since) << " to "
       << htmlEscaped(P.until) << ", " << P.processes
       << (P.processes == 1 ? " process" : " processes") << "; measured to "
       << shownTime(P.resolutionMs) << "</p>\n";
  double Most = 1e6;
  double Least = 1e4;
  for (const auto &[P, S] : Of.byTime()) {
    Most = std::max(Most, S->hold.maxMs * 1250);
    Least = std::min(Least, std::max(100.0, P->resolutionMs * 500));
  }
  for (const auto &[P, S] : Of.byTime()) {
    OS << "<section><h2>" << htmlEscaped(qualifiedName(S->function)) << "</h2><p>"
       << htmlEscaped(S->file) << ":" << S->line;
    if (Of.pools.size() > 1)
      OS << ", pool " << htmlEscaped(P->name);
    OS << "</p>\n";
    if (S->hold.count > 0)
      Chart(OS, Least, Most, P->resolutionMs).draw(S->hold);
    OS << "<dl>";
    figure(OS, "leases", std::to_string(S->hold.count));
    figure(OS, "held, in all", shownTime(S->hold.totalMs));
    figure(OS, "p50", shownHold(S->hold.percentile(50), P->resolutionMs));
    figure(OS, "p95", shownHold(S->hold.percentile(95), P->resolutionMs));
    figure(OS, "max", shownHold(S->hold.maxMs, P->resolutionMs));
    if (S->slowMs > 0)
      figure(OS, "in slow regions", shownTime(S->slowMs), true);
    if (S->wait.count > 0) {
      figure(OS, "waited", std::to_string(S->wait.count));
      figure(OS, "wait p99", shownTime(S->wait.percentile(99)));
    }
    // What did not happen needs no room.
    auto Count = [&OS](const char *What, uint64_t N, bool Bad) {
      if (N > 0)
        figure(OS, What, std::to_string(N), Bad);
    };
    Count("committed", S->committed, false);
    Count("rolled back", S->rolledBack, false);
    Count("abandoned", S->abandoned, true);
    Count("commit failed", S->commitFailed, true);
    Count("timeouts", S->timeouts, true);
    Count("leaks", S->leaks, true);
    OS << "</dl></section>\n";
  }
  OS << "<footer>leasehold " LEASEHOLD_VERSION "</footer>\n</body></html>\n";
}

} // namespace leasehold
