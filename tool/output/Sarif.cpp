//===- Sarif.cpp - findings as SARIF 2.1.0 --------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Made for GitHub's code scanning: rules with a text to show (`help.markdown`), `precision` and
// `problem.severity`; results with one location, a code flow, and paths below the root of the
// repository. It reads one fingerprint, `primaryLocationLineHash`, which its upload action fills
// in; ours is for whoever compares logs.
//
//===----------------------------------------------------------------------===//

#include "output/Json.h"
#include "output/Pages.h"
#include "output/Report.h"
#include "program/Fingerprint.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

namespace leasehold {
namespace {

/// An array of one. In braces, some compilers take it for the one itself.
OrderedJson only(OrderedJson J) {
  OrderedJson Out = OrderedJson::array();
  Out.push_back(std::move(J));
  return Out;
}

constexpr const char *Schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
constexpr const char *RootId = "%SRCROOT%";

const char *levelOf(Level L) {
  switch (L) {
  case Level::Bug:
    return "error";
  case Level::Risk:
    return "warning";
  case Level::Style:
    break;
  }
  return "note";
}

const char *severityOf(Level L) { return L == Level::Style ? "recommendation" : levelOf(L); }

/// What may stand in the path of a URI stays, the rest is escaped byte by byte.
std::string escapedUri(llvm::StringRef Path) {
  std::string Out;
  for (char C : Path) {
    if (llvm::isAlnum(C) || llvm::StringRef("/-._~!$&'()*+,;=@").contains(C))
      Out += C;
    else
      Out += "%" + llvm::utohexstr(static_cast<unsigned char>(C), /*LowerCase=*/false, 2);
  }
  return Out;
}

OrderedJson message(llvm::StringRef Text) { return {{"text", Text.str()}}; }

OrderedJson artifact(const Report &R, llvm::StringRef File) {
  const std::string Path = pathBelow(R.root, File);
  if (llvm::sys::path::is_absolute(Path))
    return {{"uri", "file://" + escapedUri(Path)}};
  return {{"uri", escapedUri(Path)}, {"uriBaseId", RootId}};
}

OrderedJson physical(const Report &R, const Location &At) {
  OrderedJson Out{{"artifactLocation", artifact(R, At.file)}};
  if (!At.line)
    return Out;
  // A region that names no end goes to the end of its line.
  OrderedJson Region{{"startLine", At.line}, {"startColumn", characterColumn(At)}};
  if (llvm::StringRef Rest = llvm::StringRef(At.sourceLine)
                                 .drop_front(std::min<size_t>(At.sourceLine.size(), At.column - 1));
      !Rest.empty()) {
    Region["snippet"] = message(Rest);
    Out["region"] = std::move(Region);
    Out["contextRegion"] = {{"startLine", At.line}, {"snippet", message(At.sourceLine)}};
  } else {
    Out["region"] = std::move(Region);
  }
  return Out;
}

OrderedJson location(const Report &R, const Location &At, llvm::StringRef Text) {
  OrderedJson Out{{"physicalLocation", physical(R, At)}};
  if (!Text.empty())
    Out["message"] = message(Text);
  return Out;
}

std::string sentence(llvm::StringRef Text) {
  return llvm::toUpper(Text.front()) + Text.drop_front().str() + ".";
}

OrderedJson rule(const Rule &R) {
  const llvm::StringRef Page = pageOf(R.name);
  // leasehold-slow-call -> SlowCall
  std::string Name;
  for (llvm::StringRef Rest = R.name; !Rest.empty();) {
    auto [Word, After] = Rest.split('-');
    Rest = After;
    if (Word != "leasehold")
      Name += llvm::toUpper(Word.front()) + Word.drop_front().str();
  }
  OrderedJson Out{{"id", R.name},
                  {"name", Name},
                  {"shortDescription", message(sentence(R.summary))},
                  {"fullDescription", message(rendered(firstParagraph(Page)))},
                  {"help", {{"text", rendered(Page)}, {"markdown", withLinks(Page)}}},
                  {"defaultConfiguration", {{"level", levelOf(R.level)}}},
                  {"properties",
                   {{"tags", {"database", "reliability", "resource-management"}},
                    {"precision", R.level == Level::Bug ? "high" : "medium"},
                    {"problem.severity", severityOf(R.level)}}}};
  if (const std::string Address = addressOf(R.name); !Address.empty())
    Out["helpUri"] = Address;
  return Out;
}

OrderedJson fix(const Report &R, const DiagnosticFix &F) {
  OrderedJson Changes = OrderedJson::array();
  for (const Edit &E : F.edits)
    Changes.push_back(
        {{"artifactLocation", artifact(R, E.file)},
         {"replacements",
          only({{"deletedRegion", {{"byteOffset", E.offset}, {"byteLength", E.length}}},
                {"insertedContent", {{"text", E.text}}}})}});
  return {{"description", message(F.safe ? F.title : F.title + " (changes what the program does)")},
          {"artifactChanges", std::move(Changes)}};
}

OrderedJson result(const Report &R, const Diagnostic &D) {
  OrderedJson Steps = OrderedJson::array();
  for (const PathStep &S : pathOf(D))
    Steps.push_back({{"location", location(R, *S.at, S.message)},
                     {"executionOrder", Steps.size() + 1},
                     {"importance", S.own ? "essential" : "important"}});
  OrderedJson Related = OrderedJson::array();
  for (const DiagnosticNote &N : D.notes) {
    OrderedJson Each = location(R, N.at, N.message);
    Each["id"] = Related.size() + 1;
    Related.push_back(std::move(Each));
  }
  OrderedJson At = location(R, D.at, "");
  if (!D.function.empty())
    At["logicalLocations"] = only({{"fullyQualifiedName", D.function}, {"kind", "function"}});
  OrderedJson Out{{"ruleId", D.check}};
  if (const Rule *Of = ruleOf(D.check))
    Out["ruleIndex"] = Of - allRules().begin();
  Out["level"] = levelOf(D.level);
  Out["message"] = message(D.message);
  Out["locations"] = only(std::move(At));
  Out["partialFingerprints"] = {{FingerprintVersion.str(), D.fingerprint}};
  Out["rank"] = rankOf(D);
  if (!Related.empty()) {
    Out["relatedLocations"] = std::move(Related);
    Out["codeFlows"] = only({{"threadFlows", only({{"locations", std::move(Steps)}})}});
  }
  if (D.fix)
    Out["fixes"] = only(fix(R, *D.fix));
  if (D.measured)
    Out["properties"] = {{"leases", D.measured->leases},     {"holdP50Ms", D.measured->p50},
                         {"holdP99Ms", D.measured->p99},     {"holdMaxMs", D.measured->max},
                         {"holdTotalMs", D.measured->total}, {"timeouts", D.measured->timeouts},
                         {"leaks", D.measured->leaks},       {"abandoned", D.measured->abandoned}};
  return Out;
}

} // namespace

void writeSarif(llvm::raw_ostream &OS, const Report &R) {
  OrderedJson Rules = OrderedJson::array();
  for (const Rule &Each : allRules())
    Rules.push_back(rule(Each));
  OrderedJson Driver{{"name", "Leasehold"}, {"semanticVersion", LEASEHOLD_VERSION}};
  if (const llvm::StringRef Address = LEASEHOLD_DOCS_URL; !Address.empty())
    Driver["informationUri"] = Address.str();
  Driver["rules"] = std::move(Rules);

  OrderedJson Notifications = OrderedJson::array();
  for (const FailedFile &F : R.failed)
    Notifications.push_back({{"level", "error"},
                             {"message", message(F.reason)},
                             {"locations", only(location(R, {F.file, 0, 0, 0, ""}, ""))}});
  OrderedJson Results = OrderedJson::array();
  for (const Diagnostic &D : R.findings)
    Results.push_back(result(R, D));
  const OrderedJson Run{
      {"tool", {{"driver", std::move(Driver)}}},
      {"automationDetails", {{"id", "leasehold/"}}},
      {"originalUriBaseIds",
       {{RootId, {{"uri", "file://" + escapedUri(llvm::StringRef(R.root).rtrim('/')) + "/"}}}}},
      {"invocations", only({{"executionSuccessful", R.failed.empty()},
                            {"toolExecutionNotifications", std::move(Notifications)}})},
      {"columnKind", "unicodeCodePoints"},
      {"results", std::move(Results)}};
  print(OS, {{"$schema", Schema}, {"version", "2.1.0"}, {"runs", only(Run)}});
}

} // namespace leasehold
