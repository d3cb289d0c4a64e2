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

/// Calls `OnLink(Text, Target)` for each `[Text](Target)`, and `OnPlain(Text)` for what is between.
/// A lambda in code looks like a link, and is none.
template <typename Plain, typename Link>
void splitLinks(llvm::StringRef Markdown, Plain OnPlain, Link OnLink) {
  size_t Done = 0;
  for (size_t Middle = 0; (Middle = Markdown.find("](", Middle)) != llvm::StringRef::npos;
       ++Middle) {
    const size_t Open = Markdown.rfind('[', Middle);
    const size_t Close = Markdown.find(')', Middle);
    if (Open == llvm::StringRef::npos || Open < Done || Close == llvm::StringRef::npos ||
        Markdown.take_front(Middle).count('`') % 2 == 1)
      continue;
    OnPlain(Markdown.slice(Done, Open));
    OnLink(Markdown.slice(Open + 1, Middle), Markdown.slice(Middle + 2, Close));
    Done = Close + 1;
  }
  OnPlain(Markdown.drop_front(Done));
}

/// From a page to the top of the source tree, where the inputs are that demonstrate its limits.
constexpr llvm::StringLiteral Root = "../../";

/// What is linked from the top of the tree is named by its path.
std::string withoutLinks(llvm::StringRef Markdown) {
  std::string Out;
  splitLinks(
      Markdown, [&](llvm::StringRef Text) { Out += Text; },
      [&](llvm::StringRef Text, llvm::StringRef Target) {
        Out += Target.consume_front(Root) ? Target : Text;
      });
  return Out;
}

/// The address of docs/, with a slash at its end.
llvm::StringRef docs() { return LEASEHOLD_DOCS_URL; }

/// The address of the directory that docs/ is in.
llvm::StringRef top() { return docs().take_front(docs().drop_back().rfind('/') + 1); }

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
        std::string Before;
        if (Target.consume_front(Root))
          Before = top();
        else if (Target.consume_front("../"))
          Before = docs();
        else if (!Target.contains("://"))
          Before = (docs() + "checks/").str();
        Out += ("[" + Text + "](" + Before + Target + ")").str();
      });
  return Out;
}

std::string rendered(llvm::StringRef Markdown, bool Color) {
  std::string Out;
  auto In = [&](const char *Code) {
    if (Color)
      Out += Code;
  };
  constexpr const char *Plain = "\033[0m";
  constexpr const char *Heading = "\033[1m";
  constexpr const char *Code = "\033[36m";
  bool Block = false;
  bool Inline = false; // may go on in the next line
  const std::string Text = withoutLinks(Markdown);
  for (llvm::StringRef Rest = Text; !Rest.empty();) {
    auto [Line, After] = Rest.split('\n');
    Rest = After;
    if (Line.starts_with("```")) {
      Block = !Block;
      continue;
    }
    if (Block) {
      In(Code);
      Out += Line.empty() ? "" : "    " + Line.str();
      In(Plain);
    } else if (Line.consume_front("#")) {
      In(Heading);
      Out += Line.ltrim("# ");
      In(Plain);
    } else {
      for (char C : Line) {
        if (C == '`') {
          Inline = !Inline;
          In(Inline ? Code : Plain);
        } else if (C != '*' || Inline) {
          Out += C;
        }
      }
    }
    Out += '\n';
  }
  return Out;
}

std::string addressOf(llvm::StringRef Check) {
  return docs().empty() ? "" : (docs() + "checks/" + Check + ".md").str();
}

} // namespace leasehold
