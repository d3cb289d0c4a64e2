//===- ModelsGuideTest.cpp - the tutorial of docs/models.md ---------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Does what a reader does: writes the files that the page shows, each below a line that ends with
// its name (`publish.cpp`:), and runs the commands in its `console` blocks, in order. What they
// print is what the page says.
//
//===----------------------------------------------------------------------===//

#include "Cli.h"
#include <fstream>
#include <regex>
#include <sstream>

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {
namespace {

/// A fenced block of the page.
struct Block {
  std::string language, text, file; ///< `file`: empty when none is named above it
  unsigned line = 0;
};

std::vector<Block> blocks(const std::string &File) {
  std::ifstream In(File);
  EXPECT_TRUE(In) << File;
  std::vector<Block> Out;
  std::string Line, Above;
  const std::regex Names("`([^`]+)`(, then)?:$");
  bool Inside = false;
  for (unsigned Number = 1; std::getline(In, Line); ++Number) {
    if (Line.starts_with("```")) {
      Inside = !Inside;
      if (Inside) {
        std::smatch Found;
        Out.push_back({Line.substr(3), "", "", Number});
        if (Out.back().language != "console" && std::regex_search(Above, Found, Names))
          Out.back().file = Found[1];
      }
      Above.clear();
    } else if (Inside) {
      Out.back().text += Line + "\n";
    } else if (!Line.empty()) {
      Above = Line;
    }
  }
  return Out;
}

/// How long it took is another each time.
std::string withoutTimes(const std::string &Text) {
  return std::regex_replace(Text, std::regex(" in [0-9.]+ s\n"), " in 0.0 s\n");
}

/// The block as it is with the commands of this one, and what they print now.
std::string played(const Block &Shown, const std::string &Directory) {
  const std::string Programs =
      "PATH=" + std::filesystem::path(LEASEHOLD_PROGRAM).parent_path().string() + ":$PATH\n";
  std::string Out;
  std::istringstream Lines(Shown.text);
  for (std::string Line; std::getline(Lines, Line);)
    if (Line.starts_with("$ "))
      Out += Line + "\n" +
             run({"bash", "-c", Programs + "exec 2>&1\n" + Line.substr(2)}, Directory).out;
  return Out;
}

TEST(ModelsGuide, SaysWhatHappens) {
  const TemporaryDirectory D;
  unsigned Files = 0, Consoles = 0;
  for (const Block &Each : blocks(SourceDirectory + "/docs/models.md")) {
    if (!Each.file.empty()) {
      (void)D.write(Each.file, Each.text);
      ++Files;
    } else if (Each.language == "console") {
      EXPECT_EQ(withoutTimes(Each.text), withoutTimes(played(Each, D.path())))
          << "docs/models.md:" << Each.line;
      ++Consoles;
    }
  }
  EXPECT_EQ(Files, 4U) << "its files were found";
  EXPECT_EQ(Consoles, 8U) << "its commands were found";
}

TEST(ModelsGuide, LeadsFromNothingToFindings) {
  std::string All;
  for (const Block &Each : blocks(SourceDirectory + "/docs/models.md"))
    if (Each.language == "console")
      All += Each.text;
  const size_t None = All.find("0 findings");
  const size_t Found = All.find("[leasehold-slow-call]");
  EXPECT_NE(None, std::string::npos);
  EXPECT_NE(Found, std::string::npos);
  EXPECT_LT(None, Found);
  EXPECT_NE(All.find("0 findings", Found), std::string::npos) << "and mended in the end";
}

} // namespace
} // namespace leasehold::test
#endif // LEASEHOLD_PROGRAM
