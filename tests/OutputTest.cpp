//===- OutputTest.cpp - findings in the formats of others -----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cli.h"
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

class Output : public Cli {
protected:
  Output() { fs::create_directory(D.path() + "/.git"); } // the root of a repository

  /// What `check --format FORMAT` writes.
  [[nodiscard]] std::string report(const std::string &Format, Strings Arguments,
                                   const std::string &Below = "") const {
    Arguments.insert(Arguments.begin(), {"--format", Format});
    Outcome O = check(std::move(Arguments), Below);
    EXPECT_NE(O.status, -1) << O.str();
    return O.out;
  }
  [[nodiscard]] Json json(const std::string &Format, Strings Arguments,
                          const std::string &Below = "") const {
    const std::string Text = report(Format, std::move(Arguments), Below);
    Json J = Json::parse(Text, nullptr, /*allow_exceptions=*/false);
    EXPECT_FALSE(J.is_discarded()) << Text;
    return J;
  }
  [[nodiscard]] Strings fingerprints(Strings Arguments, const std::string &Below = "") const {
    Strings Out;
    const Json J = json("json", std::move(Arguments), Below);
    for (const Json &F : J.at("findings"))
      Out.push_back(F.at("fingerprint"));
    return Out;
  }
  [[nodiscard]] Outcome validate(const std::string &Schema, const Json &J) const {
    const std::string File = D.write("validated.json", J.dump());
    return run({"python3", SourceDirectory + "/tests/validate.py", SourceDirectory + Schema, File});
  }

  const std::string SarifSchema = "/tests/sarif/sarif-schema-2.1.0.json";
  const std::string OurSchema = "/docs/schema/findings.schema.json";
};

/// With a path of several steps, over two files.
const std::string Chain = Pg + "#include \"slow.h\"\n"
                               "void f(bool b) {\n"
                               "  pg_conn *c = PQconnectdb(\"\");\n"
                               "  if (b)\n"
                               "    nap();\n"
                               "  PQfinish(c);\n"
                               "}\n";
const std::string SlowHeader = "inline void nap() { sleep(60); }\n";

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

TEST_F(Output, JsonFollowsItsSchema) {
  (void)D.write("bad.cpp", Bad);
  (void)D.write("broken.cpp", Broken);
  database({"bad.cpp", "broken.cpp"});
  Json J = json("json", {"-p", "build"});
  Outcome O = validate(OurSchema, J);
  EXPECT_EQ(O.status, 0) << O.str();
  ASSERT_EQ(J["findings"].size(), 2U);
  EXPECT_EQ(J["findings"][0]["check"], "leasehold-unguarded-acquire");
  EXPECT_EQ(J["findings"][0]["level"], "bug");
  EXPECT_EQ(J["findings"][0]["function"], "f");
  EXPECT_EQ(J["findings"][0]["location"]["file"], "bad.cpp");
  EXPECT_EQ(J["findings"][0]["location"]["line"], 3);
  ASSERT_EQ(J["failed"].size(), 1U);
  EXPECT_EQ(J["failed"][0]["file"], "broken.cpp");
  EXPECT_EQ(J["files"], 2);
  EXPECT_EQ(J["tool"]["version"], LEASEHOLD_VERSION);
  // The schema can refuse.
  J["findings"][0].erase("fingerprint");
  J["findings"][1]["level"] = "loud";
  O = validate(OurSchema, J);
  EXPECT_EQ(O.status, 1) << O.str();
  EXPECT_NE(O.out.find("/findings/0"), std::string::npos) << O.str();
  EXPECT_NE(O.out.find("/findings/1/level"), std::string::npos) << O.str();
}

TEST_F(Output, ThePathIsInItsOrder) {
  (void)D.write("slow.h", SlowHeader);
  Json J = json("json", {D.write("a.cpp", Chain), "--"});
  ASSERT_EQ(J["findings"].size(), 1U) << J;
  std::vector<unsigned> Lines;
  unsigned Own = 0;
  for (const Json &Step : J["findings"][0]["path"]) {
    Lines.push_back(Step["line"]);
    if (Step["own"])
      Own = Step["line"];
  }
  EXPECT_EQ(Lines, (std::vector<unsigned>{5, 6, 7, 1})) << "acquired, assumed, called, slept\n"
                                                        << J;
  EXPECT_EQ(Own, 7U) << J;
}

TEST_F(Output, ColumnsAreInCharacters) {
  Json J =
      json("json", {D.write("a.cpp", Pg + "void f(pg_conn *c) { /* äöü */ sleep(60); }\n"), "--"});
  ASSERT_EQ(J["findings"].size(), 1U) << J;
  EXPECT_EQ(J["findings"][0]["location"]["column"], 32) << J;
}

TEST_F(Output, WhatIsNoUtf8DoesNotBreakIt) {
  const std::string File =
      D.write("a.cpp", Pg + "void f(pg_conn *c) { /* \xff\xfe */ sleep(60); }\n");
  for (const char *Format : {"json", "sarif", "gitlab"})
    EXPECT_TRUE(json(Format, {File, "--"}).is_structured()) << Format;
  EXPECT_EQ(report("html", {File, "--"}).find('\xff'), std::string::npos);
}

//===----------------------------------------------------------------------===//
// Fingerprints
//===----------------------------------------------------------------------===//

TEST_F(Output, FingerprintsSurviveMovedLines) {
  const std::string File = D.write("a.cpp", Bad);
  const Strings Before = fingerprints({File, "--"});
  ASSERT_EQ(Before.size(), 2U);
  EXPECT_NE(Before[0], Before[1]);
  std::string Moved = Bad;
  Moved.insert(Pg.size(), "\n// More text.\nint more(int a) { return a; }\n\n");
  (void)D.write("a.cpp", Moved);
  EXPECT_EQ(fingerprints({File, "--"}), Before);
  // Formatted anew.
  Moved.replace(Moved.find("{ sleep(60);"), 12, "{\n\tsleep( 60 );");
  (void)D.write("a.cpp", Moved);
  const Strings Formatted = fingerprints({File, "--"});
  ASSERT_EQ(Formatted.size(), 2U);
  EXPECT_EQ(Formatted[0], Before[0]);
  // In another function it is another finding.
  Moved.replace(Moved.find("void f()"), 8, "void e()");
  (void)D.write("a.cpp", Moved);
  EXPECT_NE(fingerprints({File, "--"})[0], Before[0]);
}

TEST_F(Output, FingerprintsTellEqualsApart) {
  const std::string Twice = Pg + "void f(pg_conn *c) {\n  sleep(60);\n  sleep(60);\n}\n";
  Strings Prints = fingerprints({D.write("a.cpp", Twice), "--"});
  ASSERT_EQ(Prints.size(), 2U);
  EXPECT_NE(Prints[0], Prints[1]);
}

TEST_F(Output, FingerprintsAreTheSameFromEverywhere) {
  (void)D.write("src/a.cpp", Bad);
  const Strings Here = fingerprints({"src/a.cpp", "--"});
  EXPECT_EQ(fingerprints({"a.cpp", "--"}, "src"), Here);
  // In another checkout of the same.
  (void)D.write("other/src/a.cpp", Bad);
  EXPECT_EQ(fingerprints({"--root", "other", "other/src/a.cpp", "--"}), Here);
}

//===----------------------------------------------------------------------===//
// SARIF
//===----------------------------------------------------------------------===//

TEST_F(Output, SarifIsValid) {
  (void)D.write("slow.h", SlowHeader);
  (void)D.write("a b%.cpp", Chain);
  (void)D.write("bad.cpp", Bad);
  (void)D.write("broken.cpp", Broken);
  for (const Strings &Files : {Strings{"bad.cpp", "a b%.cpp", "broken.cpp"}, Strings{}}) {
    Strings Arguments = Files.empty() ? Strings{D.write("good.cpp", Good)} : Files;
    Arguments.emplace_back("--");
    Json J = json("sarif", Arguments);
    Outcome O = validate(SarifSchema, J);
    EXPECT_EQ(O.status, 0) << O.str();
    EXPECT_EQ(J["runs"][0]["invocations"][0]["executionSuccessful"], Files.empty());
  }
}

TEST_F(Output, SarifIsWhatCodeScanningAsksFor) {
  (void)D.write("slow.h", SlowHeader);
  (void)D.write("src/a b%.cpp", Chain);
  (void)D.write("broken.cpp", Broken);
  const Json Run = json("sarif", {"src/a b%.cpp", "broken.cpp", "--", "-I."})["runs"][0];
  const Json Rules = Run["tool"]["driver"]["rules"];
  EXPECT_GE(Rules.size(), 12U);
  for (const Json &R : Rules) {
    for (const char *Text : {"shortDescription", "fullDescription", "help"})
      EXPECT_GT(R[Text]["text"].get<std::string>().size(), 10U) << R["id"] << " " << Text;
    EXPECT_LE(R["fullDescription"]["text"].get<std::string>().size(), 1024U) << R["id"];
    const std::string Help = R["help"]["markdown"];
    EXPECT_NE(Help.find("## Remedy"), std::string::npos) << R["id"];
    EXPECT_EQ(Help.find("](../"), std::string::npos) << "a link to nowhere\n" << R["id"];
    if (R["id"] == "leasehold-slow-call")
      EXPECT_NE(Help.find("with_session([&](Session &session)"), std::string::npos)
          << "a lambda is no link\n"
          << Help;
    EXPECT_FALSE(R["properties"]["tags"].empty());
    EXPECT_TRUE(std::set<Json>({"very-high", "high", "medium", "low"})
                    .contains(R["properties"]["precision"]));
    EXPECT_TRUE(std::set<Json>({"error", "warning", "recommendation"})
                    .contains(R["properties"]["problem.severity"]));
  }
  ASSERT_EQ(Run["results"].size(), 1U) << Run["results"];
  const Json Result = Run["results"][0];
  EXPECT_EQ(Rules[Result["ruleIndex"].get<size_t>()]["id"], Result["ruleId"]);
  EXPECT_EQ(Result["level"], "warning");
  ASSERT_EQ(Result["fixes"].size(), 1U) << Result;
  EXPECT_EQ(Result["fixes"][0]["description"]["text"], "acquire 'c' after this call");
  const Json Change = Result["fixes"][0]["artifactChanges"][1];
  EXPECT_EQ(Change["artifactLocation"]["uri"], "src/a%20b%25.cpp");
  EXPECT_EQ(Change["replacements"][0]["insertedContent"]["text"],
            "\n  pg_conn *c = PQconnectdb(\"\");");
  const Json At = Result["locations"][0]["physicalLocation"];
  EXPECT_EQ(At["artifactLocation"]["uri"], "src/a%20b%25.cpp");
  EXPECT_EQ(At["artifactLocation"]["uriBaseId"], "%SRCROOT%");
  EXPECT_EQ(At["region"]["startLine"], 7);
  EXPECT_EQ(At["region"]["startColumn"], 5);
  EXPECT_EQ(At["region"]["snippet"]["text"], "nap();");
  EXPECT_EQ(Run["originalUriBaseIds"]["%SRCROOT%"]["uri"],
            "file://" + fs::canonical(D.path()).string() + "/");
  const Json Flow = Result["codeFlows"][0]["threadFlows"][0]["locations"];
  ASSERT_EQ(Flow.size(), 4U);
  EXPECT_EQ(Flow[2]["location"]["physicalLocation"], At);
  EXPECT_EQ(Flow[3]["location"]["physicalLocation"]["artifactLocation"]["uri"], "slow.h");
  EXPECT_EQ(Result["relatedLocations"].size(), 3U);
  EXPECT_EQ(Result["partialFingerprints"]["leasehold/v1"].get<std::string>().size(), 32U);
  EXPECT_GE(Result["rank"], 0);
  const Json Said = Run["invocations"][0]["toolExecutionNotifications"];
  ASSERT_EQ(Said.size(), 1U);
  EXPECT_NE(Said[0]["message"]["text"].get<std::string>().find("no_such_header.h"),
            std::string::npos);
}

//===----------------------------------------------------------------------===//
// GitLab and GitHub
//===----------------------------------------------------------------------===//

TEST_F(Output, GitlabGetsWhatItNeeds) {
  (void)D.write("src/a.cpp", Bad);
  Json J = json("gitlab", {"a.cpp", "--"}, "src");
  ASSERT_EQ(J.size(), 2U);
  for (const Json &Issue : J) {
    EXPECT_EQ(Issue["location"]["path"], "src/a.cpp") << "below the repository's root";
    EXPECT_FALSE(Issue["description"].get<std::string>().empty());
  }
  EXPECT_EQ(J[0]["check_name"], "leasehold-unguarded-acquire");
  EXPECT_EQ(J[0]["engine_name"], "leasehold " LEASEHOLD_VERSION);
  EXPECT_EQ(J[0]["severity"], "critical");
  EXPECT_EQ(J[0]["location"]["lines"]["begin"], 3);
  EXPECT_EQ(J[1]["severity"], "major");
  EXPECT_NE(J[0]["fingerprint"], J[1]["fingerprint"]);
  EXPECT_EQ(json("gitlab", {D.write("good.cpp", Good), "--"}), Json::array());
}

TEST_F(Output, GithubGetsCommandsThatItUnderstands) {
  const std::string Text =
      report("github", {D.write("a,b:c%.cpp", Pg + "void f(pg_conn *c) { sleep(60); }\n"), "--"});
  EXPECT_EQ(Text.find("::debug::leasehold " LEASEHOLD_VERSION "\n::warning file=a%2Cb%3Ac%25.cpp,"
                      "line=3,col=22,title=leasehold-slow-call::"),
            0U)
      << Text;
  EXPECT_EQ(std::ranges::count(Text, '\n'), 2) << "one command, one line\n" << Text;
  EXPECT_NE(Text.find("%0Aa,b:c%25.cpp:3: "), std::string::npos) << "with its path\n" << Text;
}

//===----------------------------------------------------------------------===//
// HTML
//===----------------------------------------------------------------------===//

TEST_F(Output, TheReportIsOnePageThatAsksForNothing) {
  (void)D.write("slow.h", "// </script><b>&amp;\n" + SlowHeader);
  (void)D.write("a.cpp", Chain);
  (void)D.write("broken.cpp", Broken);
  const std::string Page = report("html", {"a.cpp", "broken.cpp", "--"});
  for (const char *Outside : {"http:", "https:", " src=", "href=", "url(", "@import", "<link"})
    EXPECT_EQ(Page.find(Outside), std::string::npos) << Outside;
  EXPECT_NE(Page.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(Page.find("// &lt;/script&gt;&lt;b&gt;&amp;amp;"), std::string::npos)
      << "source is text\n"
      << Page;
  EXPECT_EQ(Page.find("</script><b>"), std::string::npos);
  for (const char *Shown : {"data-check=\"leasehold-slow-call\"", "data-file=\"a.cpp\"",
                            "sleeps here", "assuming", "<u>nap</u>();", "no_such_header.h"})
    EXPECT_NE(Page.find(Shown), std::string::npos) << Shown << "\n" << Page;
  EXPECT_NE(report("html", {D.write("good.cpp", Good), "--"}).find("No findings."),
            std::string::npos);
}

//===----------------------------------------------------------------------===//
// Explanations
//===----------------------------------------------------------------------===//

TEST_F(Output, ExplainSaysAllThatThePageSays) {
  Outcome O = leasehold({"explain", "leasehold-slow-call"});
  EXPECT_EQ(O.status, 0) << O.str();
  for (const char *Part :
       {"\nWhy\n", "\nBad\n", "\nGood\n", "\nRemedy\n", "\nKnown limits\n",
        "    with_session([&](Session &session) {", "leasehold-slow-call.MinSlowMs",
        "see annotations.", "(test-inputs/slow-call/miss_computes.cpp)"})
    EXPECT_NE(O.out.find(Part), std::string::npos) << Part << "\n" << O.str();
  EXPECT_EQ(O.out.find_first_of("`\033"), std::string::npos) << "no marks\n" << O.str();
  EXPECT_EQ(leasehold({"explain", "slow-call"}).out, O.out);
  EXPECT_NE(leasehold({"explain", "--color", "always", "slow-call"}).out.find("\033[1mWhy"),
            std::string::npos);
}

TEST_F(Output, ExplainKnowsEveryCheck) {
  std::istringstream Listed(leasehold({"list-checks"}).out);
  unsigned Checks = 0;
  for (std::string Line; std::getline(Listed, Line); ++Checks) {
    const std::string Name = Line.substr(0, Line.find(' '));
    Outcome O = leasehold({"explain", Name});
    EXPECT_EQ(O.status, 0) << O.str();
    EXPECT_EQ(O.out.find(Name), 0U) << O.str();
    EXPECT_NE(O.out.find("\nRemedy\n"), std::string::npos) << O.str();
  }
  EXPECT_GE(Checks, 12U);
}

TEST_F(Output, ExplainOfAnUnknownCheckIsTwo) {
  Outcome O = leasehold({"explain", "slow-cal"});
  EXPECT_EQ(O.status, 2) << O.str();
  EXPECT_EQ(O.out, "");
  expectSays(O, "unknown check 'slow-cal'");
  expectSays(O, "leasehold-slow-call");
}

//===----------------------------------------------------------------------===//
// Where it goes
//===----------------------------------------------------------------------===//

std::string textOf(const std::string &File) {
  std::ifstream In(File);
  return {std::istreambuf_iterator<char>(In), {}};
}

TEST_F(Output, AFileIsWrittenWhole) {
  (void)D.write("bad.cpp", Bad);
  (void)D.write("out/old.sarif", "old");
  fs::create_symlink("old.sarif", D.path() + "/out/link.sarif");
  Outcome O = check({"--format", "sarif", "-o", "out/link.sarif", "bad.cpp", "--"});
  EXPECT_EQ(O.status, 1) << O.str();
  EXPECT_EQ(O.out, "") << "nothing of it on the terminal";
  EXPECT_TRUE(Json::accept(textOf(D.path() + "/out/old.sarif")));
  EXPECT_TRUE(fs::is_symlink(D.path() + "/out/link.sarif"));
  EXPECT_EQ(std::distance(fs::directory_iterator(D.path() + "/out"), {}), 2)
      << "nothing else is left behind";
  // What is no file is written to, not replaced.
  O = check({"--format", "json", "--output", "/dev/stdout", "bad.cpp", "--"});
  EXPECT_TRUE(Json::accept(O.out)) << O.str();
}

TEST_F(Output, WhatCannotBeWrittenIsTwo) {
  (void)D.write("bad.cpp", Bad);
  for (const char *File : {"no/such/directory/a.json", ".", "/dev/full"}) {
    Outcome O = check({"-q", "--format", "json", "-o", File, "bad.cpp", "--"});
    EXPECT_EQ(O.status, 2) << O.str();
    EXPECT_EQ(O.err.find("leasehold: error: cannot write " + std::string(File)), 0U) << O.str();
    EXPECT_EQ(std::ranges::count(O.err, '\n'), 1) << O.str();
    EXPECT_EQ(O.out, "") << O.str();
  }
}

TEST_F(Output, AnUnknownFormatIsTwo) {
  Outcome O = check({"--format", "xml", D.write("bad.cpp", Bad), "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "xml");
  expectSays(O, "sarif");
}

} // namespace
} // namespace leasehold::test
#endif // LEASEHOLD_PROGRAM
