//===- DescribeTest.cpp - completion and manual pages ---------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All that --help shows, of each command, has to be in what the shells offer and in the manual.
//
//===----------------------------------------------------------------------===//

#include "Cli.h"
#include <algorithm>
#include <regex>
#include <sstream>

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {
namespace {

/// The first words of the lines below a heading of --help.
Strings listed(const std::string &Help, const std::string &Heading, const std::regex &Word) {
  Strings All;
  std::istringstream Lines(Help);
  bool Below = false;
  for (std::string Line; std::getline(Lines, Line);) {
    if (Line.empty() || Line[0] != ' ')
      Below = Line == Heading;
    else if (Below && Line[2] != ' ')
      for (std::sregex_iterator
               At(Line.begin(), Line.begin() + std::min<long>(30, Line.size()), Word),
           End;
           At != End; ++At)
        All.push_back((*At)[1]);
  }
  return All;
}

class Describe : public Cli {
protected:
  [[nodiscard]] std::string help(Strings Command) const {
    Command.emplace_back("--help");
    const Outcome O = leasehold(Command);
    EXPECT_EQ(O.status, 0) << O.str();
    return O.out;
  }
  [[nodiscard]] static Strings options(const std::string &Help) {
    return listed(Help, "Options:", std::regex("(?:^  |,)(--?[a-z][-a-z]*)"));
  }
  [[nodiscard]] static Strings commands(const std::string &Help) {
    return listed(Help, "Subcommands:", std::regex("^  ([a-z][-a-z]*)"));
  }

  /// Calls Visit for each command, as in {"holds", "report"}, with its --help.
  template <typename Visit> void eachCommand(Visit V, const Strings &Command = {}) const {
    const std::string Help = help(Command);
    V(Command, Help);
    for (const std::string &Below : commands(Help)) {
      Strings Longer = Command;
      Longer.push_back(Below);
      eachCommand(V, Longer);
    }
  }

  /// What bash offers for the last of these words.
  [[nodiscard]] Strings offered(const Strings &Words) const {
    Strings Command{"bash", "-c",
                    "source <(\"$0\" completion bash); COMP_WORDS=(leasehold \"$@\"); "
                    "COMP_CWORD=$#; _leasehold; printf '%s\\n' \"${COMPREPLY[@]}\"",
                    LEASEHOLD_PROGRAM};
    Command.insert(Command.end(), Words.begin(), Words.end());
    const Outcome O = run(Command, D.path());
    EXPECT_EQ(O.status, 0) << O.str();
    EXPECT_EQ(O.err, "") << O.str();
    std::istringstream Lines(O.out);
    Strings All;
    for (std::string Line; std::getline(Lines, Line);)
      if (!Line.empty())
        All.push_back(Line);
    return All;
  }
};

TEST_F(Describe, BashOffersAllThatHelpShows) {
  size_t Seen = 0;
  eachCommand([&](const Strings &Command, const std::string &Help) {
    Strings Words = Command;
    Words.emplace_back("-");
    Strings Expected = options(Help);
    Seen += Expected.size();
    EXPECT_GE(Expected.size(), 2U) << Help; // -h,--help
    Strings Found = offered(Words);
    std::sort(Expected.begin(), Expected.end());
    std::sort(Found.begin(), Found.end());
    EXPECT_EQ(Found, Expected) << Help;
    if (const Strings Below = commands(Help); !Below.empty()) {
      Words.back() = "";
      EXPECT_EQ(offered(Words), Below) << Help;
    }
  });
  EXPECT_GT(Seen, 60U);
}

TEST_F(Describe, BashOffersValues) {
  EXPECT_EQ(offered({"check", "--level", ""}), (Strings{"bug", "risk", "style"}));
  EXPECT_EQ(offered({"check", "--color", "a"}), (Strings{"auto", "always"}));
  // `--color=n` and `--color=`, as bash splits them.
  EXPECT_EQ(offered({"check", "--color", "=", "n"}), Strings{"never"});
  EXPECT_EQ(offered({"check", "--color", "="}), (Strings{"auto", "always", "never"}));
  EXPECT_EQ(offered({"explain", "leasehold-sl"}), Strings{"leasehold-slow-call"});
  EXPECT_EQ(offered({"check", "--checks", "leasehold-suspend,leasehold-sl"}),
            Strings{"leasehold-suspend,leasehold-slow-call"});
  EXPECT_EQ(offered({"completion", ""}), (Strings{"bash", "zsh"}));
  // Where a file stands nothing is offered, and bash completes its name.
  EXPECT_EQ(offered({"check", "-p", "b"}), Strings());
  EXPECT_EQ(offered({"check", ""}), Strings());
  EXPECT_EQ(offered({"check", "a.cpp", "--", "-"}), Strings());
}

TEST_F(Describe, ZshKnowsAllThatHelpShows) {
  if (run({"zsh", "-c", "true"}).status != 0)
    GTEST_SKIP() << "no zsh";
  const std::string Script = D.write("_leasehold", leasehold({"completion", "zsh"}).out);
  // What is told to zsh's own functions.
  const std::string Told = "compdef() { : }; source \"$0\"; _arguments() { state=$STATE; "
                           "print -rl -- \"$@\" }; _describe() { print -rl -- $commands }; \"$1\"";
  eachCommand([&](const Strings &Command, const std::string &Help) {
    std::string Function = "_leasehold";
    for (const std::string &Each : Command)
      Function += "_" + std::regex_replace(Each, std::regex("-"), "_");
    const Outcome O =
        run({"/usr/bin/env", "STATE=command", "zsh", "-f", "-c", Told, Script, Function});
    EXPECT_EQ(O.status, 0) << O.str();
    EXPECT_EQ(O.err, "") << O.str();
    for (const std::string &Option : options(Help))
      EXPECT_TRUE(
          std::regex_search(O.out, std::regex("(^|\n)(\\*|\\([^)]*\\))" + Option + "[=+]?\\[")))
          << Option << "\n"
          << O.str();
    for (const std::string &Below : commands(Help))
      EXPECT_NE(O.out.find("\n" + Below + ":"), std::string::npos) << Below << O.str();
  });
}

TEST_F(Describe, TheManualHasAllThatHelpShows) {
  const Outcome O = leasehold({"manual"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_NE(O.out.find("\"leasehold " LEASEHOLD_VERSION "\""), std::string::npos) << O.str();
  const std::string Text = std::regex_replace(O.out, std::regex(R"(\\(f[BIR]|-))"), "$1");
  eachCommand([&](const Strings &Command, const std::string &Help) {
    std::string Name = "leasehold";
    for (const std::string &Each : Command)
      Name += " " + Each;
    const size_t At = Text.find(Command.empty() ? ".SH OPTIONS\n" : ".SS " + Name + "\n");
    ASSERT_NE(At, std::string::npos) << Name;
    const std::string Section = Text.substr(At, Text.find("\n.S", At) - At);
    for (const std::string &Option : options(Help))
      if (Command.empty() || (Option != "-h" && Option != "--help"))
        EXPECT_NE(Section.find("fB" + Option + "fR"), std::string::npos) << Name << " " << Option;
  });
  if (run({"man", "--version"}).status != 0)
    GTEST_SKIP() << "no man";
  const Outcome Shown = run({"/usr/bin/env", "LC_ALL=C.UTF-8", "MANROFFSEQ=", "man", "--warnings",
                             "-l", D.write("leasehold.1", O.out)});
  EXPECT_EQ(Shown.status, 0) << Shown.str();
  EXPECT_EQ(Shown.err, "") << Shown.str();
}

} // namespace
} // namespace leasehold::test
#endif // LEASEHOLD_PROGRAM
