//===- Pages.cpp - the pages of the checks, docs/checks/*.md --------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "output/Pages.h"
#include "llvm/ADT/Twine.h"
#include <algorithm>

namespace leasehold {
namespace {

/// Calls `Write(Text, Target)` for each `[Text](Target)`, and `Plain(Text)` for what is between.
template <typename Plain, typename Link>
void splitLinks(llvm::StringRef Markdown, Plain OnPlain, Link OnLink) {
  while (true) {
    const size_t Middle = Markdown.find("](");
    const size_t Open = Middle == llvm::StringRef::npos ? Middle : Markdown.rfind('[', Middle);
    const size_t Close = Middle == llvm::StringRef::npos ? Middle : Markdown.find(')', Middle);
    if (Open == llvm::StringRef::npos || Close == llvm::StringRef::npos)
      break;
    OnPlain(Markdown.take_front(Open));
    OnLink(Markdown.slice(Open + 1, Middle), Markdown.slice(Middle + 2, Close));
    Markdown = Markdown.drop_front(Close + 1);
  }
  OnPlain(Markdown);
}

std::string withoutLinks(llvm::StringRef Markdown) {
  std::string Out;
  splitLinks(
      Markdown, [&](llvm::StringRef Text) { Out += Text; },
      [&](llvm::StringRef Text, llvm::StringRef) { Out += Text; });
  return Out;
}

/// The address of docs/, with a slash at its end.
llvm::StringRef docs() { return LEASEHOLD_DOCS_URL; }

} // namespace

llvm::StringRef pageOf(llvm::StringRef Check) {
  for (const EmbeddedText &Page : embeddedPages())
    if (llvm::StringRef(Page.name).drop_back(llvm::StringRef(".md").size()) == Check)
      return llvm::StringRef(Page.text).split('\n').second.ltrim();
  return {};
}

std::string firstParagraph(llvm::StringRef Page) {
  std::string Text = withoutLinks(Page.take_front(Page.find("\n\n")));
  std::ranges::replace(Text, '\n', ' ');
  return Text;
}

std::string withLinks(llvm::StringRef Page) {
  if (docs().empty())
    return withoutLinks(Page);
  std::string Out;
  splitLinks(
      Page, [&](llvm::StringRef Text) { Out += Text; },
      [&](llvm::StringRef Text, llvm::StringRef Target) {
        const bool Up = Target.consume_front("../");
        const bool Whole = Target.contains("://");
        Out += ("[" + Text + "](" + (Whole ? "" : docs() + (Up ? "" : "checks/")) + Target + ")")
                   .str();
      });
  return Out;
}

std::string plain(llvm::StringRef Markdown) {
  std::string Out;
  bool Code = false;
  const std::string Text = withoutLinks(Markdown);
  for (llvm::StringRef Rest = Text; !Rest.empty();) {
    auto [Line, After] = Rest.split('\n');
    Rest = After;
    if (Line.starts_with("```")) {
      Code = !Code;
      continue;
    }
    if (Code) {
      Out += ("    " + Line + "\n").str();
      continue;
    }
    for (char C : Line.ltrim('#').ltrim(Line.starts_with("#") ? " " : ""))
      if (C != '`' && C != '*')
        Out += C;
    Out += '\n';
  }
  return Out;
}

std::string addressOf(llvm::StringRef Check) {
  return docs().empty() ? "" : (docs() + "checks/" + Check + ".md").str();
}

} // namespace leasehold
