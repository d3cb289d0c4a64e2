//===- InputSpec.cpp - what a test input asks for and expects -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InputSpec.h"
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace fs = std::filesystem;

namespace leasehold::test {
namespace {

constexpr std::string_view Blank = " \t\r";

std::string_view trim(std::string_view S) {
  size_t Begin = S.find_first_not_of(Blank);
  if (Begin == std::string_view::npos)
    return {};
  return S.substr(Begin, S.find_last_not_of(Blank) - Begin + 1);
}

bool consume(std::string_view &S, std::string_view Prefix) {
  if (!S.starts_with(Prefix))
    return false;
  S.remove_prefix(Prefix.size());
  return true;
}

std::vector<std::string> words(std::string_view S) {
  std::istringstream Stream{std::string(S)};
  std::vector<std::string> Result;
  for (std::string Word; Stream >> Word;)
    Result.push_back(Word);
  return Result;
}

/// Reads the comments of one file.
class Parser {
public:
  Parser(const std::string &File, InputSpec &Into)
      : File(File), Name(fs::path(File).filename().string()), Into(Into) {}

  void error(const std::string &Reason) {
    Into.errors.push_back(File + ":" + std::to_string(Line) + ": " + Reason);
  }

  void headerLine(std::string_view Comment);
  void expectations(std::string_view Comment);

  [[nodiscard]] const std::string &name() const { return Name; }

  unsigned Line = 0;

private:
  std::optional<std::string> quoted(std::string_view &S);
  void options(std::string_view S);
  void findings(std::string_view S, bool Missed);
  void notes(std::string_view S);

  const std::string &File;
  std::string Name;
  InputSpec &Into;
  std::set<std::string> SeenKeys;
};

void Parser::headerLine(std::string_view Comment) {
  size_t Colon = Comment.find(':');
  if (Colon == std::string_view::npos)
    return; // prose
  std::string Key(Comment.substr(0, Colon));
  std::string_view Value = trim(Comment.substr(Colon + 1));
  if (Key != "what" && Key != "flags" && Key != "options" && Key != "models")
    return;
  if (!SeenKeys.insert(Key).second)
    error("a second \"" + Key + ":\"");
  if (Value.empty())
    error("\"" + Key + ":\" says nothing");
  if (Key == "what")
    Into.what = Value;
  else if (Key == "flags")
    Into.flags = words(Value);
  else if (Key == "options")
    options(Value);
  else
    for (const std::string &Model : words(Value))
      Into.models.push_back((fs::path(File).parent_path() / Model).string());
}

void Parser::options(std::string_view S) {
  for (const std::string &Option : words(S)) {
    size_t Equals = Option.find('=');
    std::string Key = Option.substr(0, Equals);
    std::string Value = Equals == std::string::npos ? "" : Option.substr(Equals + 1);
    if (Key == "MinSlowMs" && !Value.empty() && Value.size() < 10 &&
        Value.find_first_not_of("0123456789") == std::string::npos)
      Into.minSlowMs = static_cast<unsigned>(std::stoul(Value));
    else if (Key == "Level" && (Value == "bug" || Value == "risk" || Value == "style"))
      Into.level = Value;
    else if (Key == "Repositories" && !Value.empty())
      Into.repositories = Value;
    else
      error("unknown option \"" + Option +
            "\"; there are MinSlowMs=N, Level=bug|risk|style and Repositories=GLOB,...");
  }
}

std::optional<std::string> Parser::quoted(std::string_view &S) {
  if (!consume(S, "\""))
    return std::nullopt;
  size_t End = S.find('"');
  if (End == std::string_view::npos) {
    error("a quote is not closed");
    S = {};
    return std::nullopt;
  }
  std::string Text(S.substr(0, End));
  S = trim(S.substr(End + 1));
  return Text;
}

void Parser::findings(std::string_view S, bool Missed) {
  const std::string Mark = Missed ? "MISS" : "EXPECT";
  do {
    S = trim(S);
    size_t Length = std::min(S.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), S.size());
    Place P{Name, Line, std::string(S.substr(0, Length)), ""};
    S = trim(S.substr(Length));
    if (P.check.empty()) {
      error("expected a check's name after " + Mark);
      return;
    }
    if (P.check.starts_with("leasehold-"))
      error("leave the \"leasehold-\" out");
    if (S.starts_with('"') && !Missed)
      P.text = quoted(S).value_or("");
    (Missed ? Into.misses : Into.findings).push_back(std::move(P));
  } while (consume(S, ","));
  if (!S.empty())
    error("cannot read this after " + Mark + ": " + std::string(S));
}

void Parser::notes(std::string_view S) {
  do {
    S = trim(S);
    std::optional<std::string> Text = quoted(S);
    if (!Text) {
      error("expected a quoted text after NOTE");
      return;
    }
    Into.notes.push_back({Name, Line, "", *Text});
  } while (consume(S, ","));
  if (!S.empty())
    error("cannot read this after NOTE: " + std::string(S));
}

/// `Comment` begins behind the `//`; another `//` begins the next expectation.
void Parser::expectations(std::string_view Comment) {
  Comment = trim(Comment);
  for (const char *Mark : {"EXPECT", "MISS", "NOTE"}) {
    if (!consume(Comment, Mark))
      continue;
    if (!consume(Comment, ":"))
      error(std::string("expected a colon after ") + Mark);
    else if (Mark == std::string_view("NOTE"))
      notes(Comment);
    else
      findings(Comment, /*Missed=*/Mark == std::string_view("MISS"));
    return;
  }
}

/// Calls `Take(Line, Text)` for each line.
template <typename F> void eachLine(std::string_view Text, F Take) {
  for (unsigned Line = 1; !Text.empty(); ++Line) {
    size_t End = Text.find('\n');
    Take(Line, Text.substr(0, End));
    Text.remove_prefix(End == std::string_view::npos ? Text.size() : End + 1);
  }
}

/// A place's line without the message, which faces may word a little differently.
std::string key(const Place &P) { return P.file + ":" + std::to_string(P.line) + " " + P.check; }

std::optional<std::string> readFile(const fs::path &Path) {
  std::ifstream In(Path, std::ios::binary);
  if (!In)
    return std::nullopt;
  std::ostringstream Text;
  Text << In.rdbuf();
  return Text.str();
}

} // namespace

std::string Place::str() const {
  std::string Result = file + ":" + std::to_string(line);
  if (!check.empty())
    Result += " " + check;
  if (!text.empty())
    Result += ": " + text;
  return Result;
}

void parseInput(std::string_view Text, const std::string &File, bool IsMain, InputSpec &Into) {
  Parser P(File, Into);
  bool InHeader = IsMain;
  eachLine(Text, [&](unsigned Line, std::string_view Code) {
    P.Line = Line;
    std::string_view Whole = trim(Code);
    if (InHeader && !consume(Whole, "//"))
      InHeader = false;
    if (InHeader)
      P.headerLine(trim(Whole));
    for (size_t At = Code.find("//"); At != std::string_view::npos;) {
      size_t Next = Code.find("//", At + 2);
      P.expectations(Code.substr(At + 2, Next == std::string_view::npos ? Next : Next - At - 2));
      At = Next;
    }
  });
  for (const Place &M : Into.misses)
    if (M.file == P.name() &&
        std::ranges::any_of(Into.findings, [&](const Place &E) { return key(E) == key(M); })) {
      P.Line = M.line;
      P.error("both EXPECT and MISS of " + M.check);
    }
  if (IsMain &&
      std::ranges::none_of(Into.flags, [](const std::string &F) { return F.starts_with("-std="); }))
    Into.flags.insert(Into.flags.begin(), "-std=c++20");
}

std::vector<std::string> quotedIncludes(std::string_view Text) {
  std::vector<std::string> Result;
  eachLine(Text, [&](unsigned, std::string_view Code) {
    Code = trim(Code);
    if (!consume(Code, "#"))
      return;
    Code = trim(Code);
    if (!consume(Code, "include"))
      return;
    Code = trim(Code);
    if (!consume(Code, "\""))
      return;
    if (size_t End = Code.find('"'); End != std::string_view::npos)
      Result.emplace_back(Code.substr(0, End));
  });
  return Result;
}

InputSpec readInput(const std::string &Path, const std::vector<std::string> &IncludeDirectories) {
  InputSpec Spec;
  Spec.path = Path;
  std::vector<fs::path> Work{Path};
  std::set<fs::path> Seen{Path};
  for (size_t I = 0; I < Work.size(); ++I) {
    fs::path File = Work[I];
    std::optional<std::string> Text = readFile(File);
    if (!Text) {
      Spec.errors.push_back(File.string() + ": cannot be read");
      continue;
    }
    parseInput(*Text, File.string(), I == 0, Spec);
    for (const std::string &Name : quotedIncludes(*Text)) {
      std::vector<fs::path> Candidates{File.parent_path() / Name};
      for (const std::string &Directory : IncludeDirectories)
        Candidates.push_back(fs::path(Directory) / Name);
      // Not there: a library's header in quotes.
      auto Found = std::ranges::find_if(Candidates, [](const fs::path &P) { return exists(P); });
      if (Found != Candidates.end() && Seen.insert(Found->lexically_normal()).second)
        Work.push_back(Found->lexically_normal());
    }
  }
  for (const std::string &Model : Spec.models)
    if (!fs::exists(Model))
      Spec.errors.push_back(Path + ": no such model file: " + Model);
  return Spec;
}

std::vector<std::string> findInputs(const std::string &Directory) {
  std::vector<std::string> Result;
  std::error_code Error;
  for (auto It = fs::recursive_directory_iterator(Directory, Error);
       !Error && It != fs::recursive_directory_iterator(); It.increment(Error)) {
    fs::path Relative = It->path().lexically_relative(Directory);
    auto Depth = std::distance(Relative.begin(), Relative.end());
    bool Service = *Relative.begin() == "services";
    if (It->is_regular_file() && Relative.extension() == ".cpp" && Depth == (Service ? 3 : 2))
      Result.push_back(Relative.generic_string());
  }
  std::ranges::sort(Result);
  return Result;
}

std::string testName(std::string_view RelativePath) {
  if (RelativePath.ends_with(".cpp"))
    RelativePath.remove_suffix(4);
  std::string Result(RelativePath);
  for (char &C : Result)
    if (!isalnum(static_cast<unsigned char>(C)))
      C = '_';
  return Result;
}

std::string compare(const std::vector<Place> &Expected, const std::vector<Place> &Seen,
                    const std::vector<Place> &Misses) {
  std::ostringstream Out;
  std::vector<bool> Met(Expected.size());
  for (const Place &S : Seen) {
    bool Found = false;
    const Place *Other = nullptr; // the right place with the wrong text
    for (size_t I = 0; I < Expected.size() && !Found; ++I) {
      if (Met[I] || key(Expected[I]) != key(S))
        continue;
      if (S.text.find(Expected[I].text) == std::string::npos) {
        Other = &Expected[I];
        continue;
      }
      Met[I] = Found = true;
    }
    if (Found)
      continue;
    if (Other) {
      Met[static_cast<size_t>(Other - Expected.data())] = true;
      Out << "WRONG TEXT " << key(S) << ": expected \"" << Other->text << "\" in: " << S.text
          << "\n";
    } else if (std::ranges::any_of(Misses, [&](const Place &M) { return key(M) == key(S); })) {
      Out << "NO LONGER MISSED " << S.str()
          << "\n  This limit is gone: change MISS to EXPECT and take"
          << " the limit out of docs/checks/leasehold-" << S.check << ".md\n";
    } else {
      Out << "UNEXPECTED " << S.str() << "\n";
    }
  }
  for (size_t I = 0; I < Expected.size(); ++I)
    if (!Met[I])
      Out << "MISSING " << Expected[I].str() << "\n";
  return Out.str();
}

std::string compareNotes(const std::vector<Place> &Expected, const std::vector<Place> &Seen) {
  std::ostringstream Out;
  for (const Place &E : Expected) {
    if (std::ranges::any_of(Seen, [&](const Place &S) {
          return S.file == E.file && S.line == E.line && S.text.find(E.text) != std::string::npos;
        }))
      continue;
    Out << "MISSING NOTE " << E.str() << "\n";
    for (const Place &S : Seen)
      if (S.file == E.file && S.line == E.line)
        Out << "  there is: " << S.text << "\n";
  }
  return Out.str();
}

} // namespace leasehold::test
