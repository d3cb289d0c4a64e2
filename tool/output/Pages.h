//===- Pages.h - the pages of the checks, docs/checks/*.md ---- -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_OUTPUT_PAGES_H
#define LEASEHOLD_TOOL_OUTPUT_PAGES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace leasehold {

struct EmbeddedText {
  const char *name; ///< of the file: leasehold-slow-call.md
  const char *text;
};
/// Built into the program.
llvm::ArrayRef<EmbeddedText> embeddedPages();
/// report.html, one text.
llvm::ArrayRef<EmbeddedText> embeddedPageFrame();

/// The page of a check, from its first paragraph on; empty when there is none.
llvm::StringRef pageOf(llvm::StringRef Check);
/// The first paragraph, which says what the check reports, in one line.
std::string firstParagraph(llvm::StringRef Page);
/// With links to the documentation's address, or where that is not known without links.
std::string withLinks(llvm::StringRef Page);
/// Without the marks of Markdown; headings and code in colour, or all in plain text.
std::string rendered(llvm::StringRef Markdown, bool Color = false);
/// The address of a check's page; empty: not known (LEASEHOLD_DOCS_URL was not given).
std::string addressOf(llvm::StringRef Check);

/// As text of a page.
std::string htmlEscaped(llvm::StringRef Text);

} // namespace leasehold

#endif // LEASEHOLD_TOOL_OUTPUT_PAGES_H
