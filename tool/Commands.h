//===- Commands.h - the subcommands of leasehold ----------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the command line says, in plain structs: the parser (main.cpp) uses exceptions, and
// what includes LLVM's headers is compiled without them.
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TOOL_COMMANDS_H
#define LEASEHOLD_TOOL_COMMANDS_H

#include <optional>
#include <string>
#include <vector>

namespace leasehold {

/// Exit statuses.
enum : int {
  ExitClean = 0,
  ExitFindings = 1,
  ExitFailed = 2, ///< something could not be analysed, or the input is bad
};

/// Which program.
struct ProgramArguments {
  std::string build;              ///< -p; empty: looked for
  std::vector<std::string> files; ///< none: all of the compile database
  /// After `--`: the flags for all files, instead of a compile database.
  std::optional<std::vector<std::string>> flags;
  std::vector<std::string> models;
  std::string resourceDir;
  unsigned jobs = 0;
};

/// Where facts are kept between runs.
struct FactsArguments {
  std::string directory; ///< empty: `.leasehold` beside the compile database
  bool none = false;
};

/// What decides what is found.
struct AnalysisArguments {
  // What is not given is as .leasehold.json says, or as it is by default.
  std::optional<double> minSlowMs;
  std::optional<std::string> level;
  std::optional<std::string> repositories;
};

/// One of the steps of a build, for one file: with the facts of a linked program, and what an
/// earlier step left of the file; empty: without.
struct StepArguments {
  std::string program, from;
};

struct FixArguments {
  bool withUnsafe = false; ///< also what changes what the program does
  bool dryRun = false;     ///< show the difference and write nothing
};

/// How findings are written.
struct OutputArguments {
  std::string format = "text";
  std::string file; ///< empty or "-": standard output
  std::string root; ///< that paths are written from; empty: the Git repository's
  std::string color = "auto";
};

/// Which of the findings are reported.
struct AdoptionArguments {
  std::string baseline; ///< empty: none
  bool write = false, prune = false;
  std::string diff; ///< a revision; empty: all
  /// The files given are not what to analyse but what was changed, headers too: the whole program
  /// is analysed, and what touches none of them is not reported.
  bool touching = false;
  bool tests = false;
  bool unusedSuppressions = false;
};

struct CheckArguments {
  ProgramArguments program;
  AnalysisArguments analysis;
  StepArguments step;
  FactsArguments facts;
  OutputArguments output;
  AdoptionArguments adoption;
  std::string checks;
  std::vector<std::string> holds; ///< profiles of the running program
  bool exitZero = false, quiet = false, stats = false;
  std::optional<FixArguments> fix; ///< mend what is found, rather than print it
};

struct HoldsArguments {
  enum What { Report, Merge, Diff } what = Report;
  std::vector<std::string> files;
  std::string format = "text", out; ///< empty: standard output
};

struct SummarizeArguments {
  ProgramArguments program;
  AnalysisArguments analysis;
  StepArguments step;
  std::string out, depfile;
};

struct LinkArguments {
  std::vector<std::string> units;
  std::string out;
};

struct ModelsArguments {
  enum What { List, Validate, Explain, Suggest } what = List;
  ProgramArguments program; ///< to validate: among its files are the models
  std::string name;         ///< to explain
  std::string out;          ///< where to write what is suggested; empty: standard output
  unsigned most = 20;       ///< suggestions
};

struct DumpArguments {
  ProgramArguments program;
  std::string function;
  bool dot = false;
};

struct ExplainArguments {
  std::string check; ///< with or without `leasehold-`
  std::string color = "auto";
};

int runCheck(const CheckArguments &Arguments);
int runSummarize(const SummarizeArguments &Arguments);
int runLink(const LinkArguments &Arguments);
int runModels(const ModelsArguments &Arguments);
int runDumpFlow(const DumpArguments &Arguments);
int runListChecks();
int runHolds(const HoldsArguments &Arguments);
int runExplain(const ExplainArguments &Arguments);
int runSelfTest();
/// For --version.
std::string versionText();
std::vector<std::string> checkNames();

} // namespace leasehold

#endif // LEASEHOLD_TOOL_COMMANDS_H
