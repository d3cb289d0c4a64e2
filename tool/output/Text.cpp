//===- Text.cpp - findings as a compiler prints them ----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "output/Report.h"
#include "llvm/Support/Format.h"

namespace leasehold {
namespace {

constexpr const char *Plain = "\033[0m";
constexpr const char *Bold = "\033[1m";
constexpr const char *Magenta = "\033[1;35m";
constexpr const char *Cyan = "\033[1;36m";
constexpr const char *Green = "\033[1;32m";

class Printer {
public:
  Printer(llvm::raw_ostream &OS, bool Color) : OS(OS), Color(Color) {}

  void message(const Location &At, const char *Kind, const char *KindColor, llvm::StringRef Message,
               llvm::StringRef Check) {
    in(Bold);
    if (At.line)
      OS << shownPath(At.file) << ":" << At.line << ":" << At.column << ": ";
    in(Plain);
    in(KindColor);
    OS << Kind << ": ";
    in(Plain);
    if (!Check.empty())
      in(Bold);
    OS << Message;
    if (!Check.empty()) {
      OS << " [" << Check << "]";
      in(Plain);
    }
    OS << "\n";
    snippet(At);
  }

private:
  void in(const char *Code) {
    if (Color)
      OS << Code;
  }

  void snippet(const Location &At) {
    if (!At.line || At.sourceLine.empty())
      return;
    // Tabs become spaces, and the caret's column counts characters, not bytes.
    std::string Line;
    size_t Width = 0;
    size_t Caret = 0;
    for (size_t I = 0; I < At.sourceLine.size(); ++I) {
      if (I + 1 == At.column)
        Caret = Width;
      char C = At.sourceLine[I];
      if (C == '\t') {
        size_t Spaces = 8 - Width % 8;
        Line.append(Spaces, ' ');
        Width += Spaces;
        continue;
      }
      Line += C;
      if ((static_cast<unsigned char>(C) & 0xC0U) != 0x80)
        ++Width;
    }
    if (At.column > At.sourceLine.size())
      Caret = Width;
    OS << llvm::format("%5u | ", At.line) << Line << "\n      | " << std::string(Caret, ' ');
    in(Green);
    OS << "^";
    in(Plain);
    OS << "\n";
  }

  llvm::raw_ostream &OS;
  bool Color;
};

} // namespace

void writeText(llvm::raw_ostream &OS, const Report &R, bool Color) {
  Printer Print(OS, Color);
  for (const Diagnostic &D : R.findings) {
    Print.message(D.at, "warning", Magenta, D.message, D.check);
    for (const DiagnosticNote &N : D.notes)
      Print.message(N.at, "note", Cyan, N.message, "");
    if (D.measured)
      Print.message(D.measured->at, "note", Cyan, D.measured->text, "");
  }
}

} // namespace leasehold
