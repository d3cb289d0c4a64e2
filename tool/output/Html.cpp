//===- Html.cpp - findings as one page that needs nothing else ------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "holds/Profile.h"
#include "output/Pages.h"
#include "output/Report.h"
#include "program/Fingerprint.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include <map>
#include <set>

namespace leasehold {

std::string htmlEscaped(llvm::StringRef Text) {
  std::string Out;
  for (char C : llvm::json::fixUTF8(Text)) {
    if (C == '&')
      Out += "&amp;";
    else if (C == '<')
      Out += "&lt;";
    else if (C == '>')
      Out += "&gt;";
    else if (C == '"')
      Out += "&quot;";
    else
      Out += C;
  }
  return Out;
}

namespace {

/// How many lines around each step are shown.
constexpr unsigned Around = 3;

class Page {
public:
  Page(llvm::raw_ostream &OS, const Report &R) : OS(OS), R(R) {}
  void write();

private:
  void counts();
  void failed();
  void finding(const Diagnostic &D);
  void excerpt(llvm::StringRef File, const std::vector<PathStep> &Path);
  void source(llvm::StringRef Line, const std::set<unsigned> &Columns);
  const std::vector<std::string> &linesOf(llvm::StringRef File);

  llvm::raw_ostream &OS;
  const Report &R;
  llvm::StringMap<std::vector<std::string>> Sources; ///< by file, the lines
};

const std::vector<std::string> &Page::linesOf(llvm::StringRef File) {
  auto [It, New] = Sources.try_emplace(File);
  if (New)
    // What cannot be read any more is shown by what is known of it.
    if (auto Text = llvm::MemoryBuffer::getFile(File))
      for (llvm::StringRef Rest = (*Text)->getBuffer(); !Rest.empty();) {
        auto [Line, After] = Rest.split('\n');
        It->second.push_back(Line.rtrim('\r').str());
        Rest = After;
      }
  return It->second;
}

/// A line, with the words at these columns underlined.
void Page::source(llvm::StringRef Line, const std::set<unsigned> &Columns) {
  size_t Done = 0;
  for (unsigned Column : Columns) {
    const size_t Start = Column - 1;
    if (Column == 0 || Start < Done || Start >= Line.size())
      continue;
    size_t End = Line.find_if_not(
        [](char C) { return llvm::isAlnum(C) || C == '_' || C == ':' || (C & 0x80) != 0; }, Start);
    if (End == Start)
      End = Start + 1;
    OS << htmlEscaped(Line.slice(Done, Start)) << "<u>" << htmlEscaped(Line.slice(Start, End))
       << "</u>";
    Done = std::min(End, Line.size());
  }
  OS << htmlEscaped(Line.drop_front(Done));
}

/// The lines around all steps in a file, with what the steps say below theirs.
void Page::excerpt(llvm::StringRef File, const std::vector<PathStep> &Path) {
  const std::vector<std::string> &Lines = linesOf(File);
  std::map<unsigned, std::vector<size_t>> Steps; // by line
  std::set<unsigned> Shown;
  for (size_t I = 0; I < Path.size(); ++I) {
    const Location &At = *Path[I].at;
    if (At.file != File || At.line == 0)
      continue;
    Steps[At.line].push_back(I);
    Shown.insert(At.line);
    for (unsigned L = At.line - std::min(Around, At.line - 1); L <= At.line + Around; ++L)
      if (L <= Lines.size())
        Shown.insert(L);
  }
  OS << "<div class=\"file\">" << htmlEscaped(pathBelow(R.root, File))
     << "</div>\n<div class=\"excerpt\"><table>\n";
  unsigned Before = 0;
  for (unsigned L : Shown) {
    if (Before && L != Before + 1)
      OS << "<tr class=\"gap\"><td></td><td></td></tr>\n";
    Before = L;
    auto Here = Steps.find(L);
    if (Here == Steps.end()) {
      OS << "<tr><td class=\"n\">" << L << "</td><td class=\"src\">" << htmlEscaped(Lines[L - 1])
         << "</td></tr>\n";
      continue;
    }
    std::set<unsigned> Columns;
    bool Own = false;
    for (size_t I : Here->second) {
      Columns.insert(Path[I].at->column);
      Own = Own || Path[I].own;
    }
    const char *Class = Own ? "step own" : "step";
    OS << "<tr class=\"" << Class << "\"><td class=\"n\">" << L << "</td><td class=\"src\">";
    source(L <= Lines.size() ? Lines[L - 1] : Path[Here->second.front()].at->sourceLine, Columns);
    OS << "</td></tr>\n";
    for (size_t I : Here->second)
      OS << "<tr class=\"" << Class
         << "\"><td class=\"n\"></td><td class=\"say\"><span class=\"dot\">" << I + 1
         << "</span>"
         // Its harm and remedy stand above.
         << htmlEscaped(Path[I].own ? Path[I].message.split(';').first : Path[I].message)
         << "</td></tr>\n";
  }
  OS << "</table></div>\n";
}

void Page::finding(const Diagnostic &D) {
  OS << "<details class=\"finding " << nameOf(D.level) << "\" data-check=\"" << htmlEscaped(D.check)
     << "\" data-file=\"" << htmlEscaped(pathBelow(R.root, D.at.file)) << "\"><summary>"
     << "<div class=\"where\"><span class=\"level\">" << nameOf(D.level) << "</span><code>"
     << htmlEscaped(pathBelow(R.root, D.at.file)) << ":" << D.at.line << ":"
     << characterColumn(D.at) << "</code>";
  if (!D.function.empty())
    OS << "<span>in " << htmlEscaped(D.function) << "</span>";
  if (D.measured)
    OS << "<span class=\"held\" title=\"" << htmlEscaped(D.measured->text) << "\">held "
       << shownTime(D.measured->p99) << " at p99, " << shownTime(D.measured->total)
       << " in all</span>";
  OS << "<span class=\"check\">" << htmlEscaped(D.check) << "</span></div><div class=\"message\">"
     << htmlEscaped(D.message) << "</div></summary>\n<div class=\"path\">\n";
  const std::vector<PathStep> Path = pathOf(D);
  std::vector<llvm::StringRef> Files; // in the order in which the path comes to them
  for (const PathStep &S : Path)
    if (!llvm::is_contained(Files, S.at->file))
      Files.emplace_back(S.at->file);
  for (llvm::StringRef File : Files)
    excerpt(File, Path);
  OS << "<div class=\"print\">fingerprint " << D.fingerprint << "</div>\n</div></details>\n";
}

void Page::counts() {
  std::map<Level, unsigned> Of;
  for (const Diagnostic &D : R.findings)
    ++Of[D.level];
  auto Count = [&](unsigned N, llvm::StringRef What, llvm::StringRef Class) {
    OS << "<div class=\"count " << Class << "\"><b>" << N << "</b><span>" << What
       << "</span></div>";
  };
  OS << "<div class=\"counts\">";
  Count(R.findings.size(), R.findings.size() == 1 ? "finding" : "findings", "");
  for (const auto &[L, N] : Of)
    Count(N, std::string(nameOf(L)) + (N == 1 || L == Level::Style ? "" : "s"), nameOf(L));
  Count(R.files, R.files == 1 ? "file" : "files", "");
  Count(R.functions, R.functions == 1 ? "function" : "functions", "");
  OS << "</div>\n";
}

void Page::failed() {
  if (R.failed.empty())
    return;
  OS << "<div class=\"failed\"><b>" << R.failed.size()
     << (R.failed.size() == 1 ? " file" : " files")
     << " could not be analysed, or not wholly</b><ul>\n";
  for (const FailedFile &F : R.failed)
    OS << "<li><code>" << htmlEscaped(pathBelow(R.root, F.file))
       << "</code>: " << htmlEscaped(F.reason) << "</li>\n";
  OS << "</ul></div>\n";
}

void Page::write() {
  OS << "<header><h1>Leasehold</h1><p class=\"about\">Database sessions in <code>"
     << htmlEscaped(R.root) << "</code></p>\n";
  counts();
  failed();
  OS << "</header>\n<main>\n"
        "<div class=\"bar\" hidden><input id=\"filter\" type=\"search\" placeholder=\"Filter: "
        "words "
        "of a message, file, function or check\" aria-label=\"Filter\">"
        "<div class=\"choice\"><button data-by=\"check\">By check</button>"
        "<button data-by=\"file\">By file</button></div>"
        "<div class=\"choice\"><button id=\"all\">Open or close all</button></div>"
        "<span class=\"shown\" id=\"shown\"></span></div>\n<div id=\"groups\">\n";
  for (const Rule &Each : allRules()) {
    bool Any = false;
    for (const Diagnostic &D : R.findings) {
      if (D.check != Each.name)
        continue;
      if (!Any)
        OS << "<section data-name=\"" << Each.name << "\"><h2>" << Each.name
           << "<span class=\"n\"></span></h2><p>"
           << htmlEscaped(rendered(firstParagraph(pageOf(Each.name)))) << "</p>\n";
      Any = true;
      finding(D);
    }
    if (Any)
      OS << "</section>\n";
  }
  OS << "</div>\n";
  if (R.findings.empty())
    OS << "<p class=\"none\">No findings.</p>\n";
  OS << "</main>\n<footer>leasehold " << LEASEHOLD_VERSION << "</footer>\n";
}

} // namespace

void writeHtml(llvm::raw_ostream &OS, const Report &R) {
  auto [Before, After] = llvm::StringRef(embeddedPageFrame().front().text).split("<!--content-->");
  OS << Before;
  Page(OS, R).write();
  OS << After;
}

} // namespace leasehold
