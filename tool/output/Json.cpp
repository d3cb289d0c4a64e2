//===- Json.cpp - findings as JSON ----------------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "output/Json.h"
#include "output/Report.h"
#include "program/Fingerprint.h"

namespace leasehold {
namespace {

/// Of docs/schema/findings.schema.json. Keys may be added to a version, none changes its meaning.
constexpr unsigned FindingsVersion = 1;

OrderedJson place(const Report &R, const Location &At) {
  OrderedJson J{{"file", pathBelow(R.root, At.file)}};
  if (At.line) {
    J["line"] = At.line;
    J["column"] = characterColumn(At);
    J["source"] = At.sourceLine;
  }
  return J;
}

OrderedJson finding(const Report &R, const Diagnostic &D) {
  OrderedJson Path = OrderedJson::array();
  for (const PathStep &S : pathOf(D)) {
    OrderedJson Step = place(R, *S.at);
    Step["message"] = S.message.str();
    Step["own"] = S.own;
    Path.push_back(std::move(Step));
  }
  OrderedJson Out{{"check", D.check},
                  {"level", nameOf(D.level)},
                  {"message", D.message},
                  {"location", place(R, D.at)},
                  {"function", D.function},
                  {"path", std::move(Path)},
                  {"fingerprint", D.fingerprint},
                  {"rank", rankOf(D)}};
  if (D.measured)
    Out["measured"] = {
        {"leases", D.measured->leases},  {"p50_ms", D.measured->p50},
        {"p99_ms", D.measured->p99},     {"max_ms", D.measured->max},
        {"total_ms", D.measured->total}, {"timeouts", D.measured->timeouts},
        {"leaks", D.measured->leaks},    {"abandoned", D.measured->abandoned},
        {"line", D.measured->at.line},   {"file", pathBelow(R.root, D.measured->at.file)}};
  if (D.fix) {
    OrderedJson Edits = OrderedJson::array();
    for (const Edit &E : D.fix->edits)
      Edits.push_back({{"file", pathBelow(R.root, E.file)},
                       {"offset", E.offset},
                       {"length", E.length},
                       {"text", E.text}});
    Out["fix"] = {{"title", D.fix->title}, {"safe", D.fix->safe}, {"edits", std::move(Edits)}};
  }
  return Out;
}

} // namespace

void writeJson(llvm::raw_ostream &OS, const Report &R) {
  OrderedJson Findings = OrderedJson::array();
  for (const Diagnostic &D : R.findings)
    Findings.push_back(finding(R, D));
  OrderedJson Failed = OrderedJson::array();
  for (const FailedFile &F : R.failed)
    Failed.push_back({{"file", pathBelow(R.root, F.file)}, {"reason", F.reason}});
  OrderedJson Out{{"version", FindingsVersion},
                  {"tool", {{"name", "leasehold"}, {"version", LEASEHOLD_VERSION}}},
                  {"root", R.root},
                  {"files", R.files},
                  {"functions", R.functions},
                  {"findings", std::move(Findings)},
                  {"failed", std::move(Failed)}};
  if (R.measured) {
    OrderedJson Slow = OrderedJson::array();
    for (const SlowPlace &S : R.measured->slow)
      Slow.push_back({{"file", S.file},
                      {"line", S.line},
                      {"function", S.function},
                      {"leases", S.leases},
                      {"p99_ms", S.p99},
                      {"total_ms", S.total},
                      {"known", S.known}});
    Out["measured"] = {{"slow_without_finding", std::move(Slow)},
                       {"findings_that_never_ran", R.measured->neverRan.size()}};
  }
  print(OS, Out);
}

} // namespace leasehold
