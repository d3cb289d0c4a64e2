//===- main.cpp - the command line of leasehold ---------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "pool/tools/describe.h"
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

using namespace leasehold;

namespace {

/// What --key says is not for us.
std::string Ignored;

void addProgram(CLI::App &App, ProgramArguments &Program) {
  App.add_option("-p,--build", Program.build,
                 "The build directory, or the compile_commands.json in it; default: looked for in "
                 "the directories above the files and in their `build`")
      ->type_name("BUILD");
  App.add_option("--models", Program.models, "A model file of your own; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  App.add_option("--resource-dir", Program.resourceDir,
                 "Where clang's own headers are; default: those beside this program or that it was "
                 "built with, or "
                 "$LEASEHOLD_RESOURCE_DIR")
      ->type_name("DIR");
  App.add_option("--key", Ignored,
                 "Any text: a build system that sees it change runs the step again")
      ->type_name("TEXT");
  App.add_option("-j,--jobs", Program.jobs, "How many files at a time; default: one per core")
      ->type_name("N")
      ->check(CLI::Range(1U, 4096U));
}

void addFiles(CLI::App &App, ProgramArguments &Program) {
  App.add_option("files", Program.files, "Source files; default: all of the compile database")
      ->type_name("FILES");
}

void addAnalysis(CLI::App &App, AnalysisArguments &Analysis) {
  App.add_option("--min-slow-ms", Analysis.minSlowMs,
                 "Waits of a constant time below this are not slow; default: 100")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  App.add_option("--repositories", Analysis.repositories,
                 "The repository layer: qualified names of classes, functions or namespaces, with "
                 "wildcards; sessions are acquired nowhere else")
      ->type_name("GLOB,...");
  App.add_option("--level", Analysis.level,
                 "Report bugs only, risks too, or matters of style as well; default: risk")
      ->check(CLI::IsMember({"bug", "risk", "style"}));
}

void addColor(CLI::App &App, std::string &Color) {
  App.add_option("--color", Color, "Colours in the output")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
}

void addChecks(CLI::App &App, CheckArguments &Check) {
  App.add_option("--checks", Check.checks,
                 "Only these checks, with wildcards, separated by commas; -GLOB takes away")
      ->type_name("CHECK,...");
}

void addOutput(CLI::App &App, OutputArguments &Output) {
  App.add_option(
         "--format", Output.format,
         "text for people; sarif for code scanning, gitlab for its code quality, github for "
         "annotations of an action's log, json for programs of your own; html, a report")
      ->check(CLI::IsMember({"text", "json", "sarif", "gitlab", "github", "html"}))
      ->capture_default_str();
  App.add_option("-o,--output", Output.file,
                 "Where to write the findings; default: to the terminal")
      ->type_name("FILE");
  App.add_option("--root", Output.root,
                 "The directory that paths in reports are written from; default: that of the Git "
                 "repository around the working directory, or else this directory")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
  addColor(App, Output.color);
}

void addAdoption(CLI::App &App, AdoptionArguments &Adoption) {
  CLI::Option *Baseline =
      App.add_option("--baseline", Adoption.baseline,
                     "A file with findings that are known, which are not reported")
          ->type_name("FILE");
  CLI::Option *Write = App.add_flag("--write-baseline", Adoption.write,
                                    "Write what is found to the baseline, and report nothing")
                           ->needs(Baseline);
  App.add_flag("--prune-baseline", Adoption.prune, "Take out of the baseline what is found no more")
      ->needs(Baseline)
      ->excludes(Write);
  App.add_option("--diff", Adoption.diff,
                 "Only findings of which the place, or a step of the path, is at a line that was "
                 "changed since this revision")
      ->type_name("REV")
      ->excludes(Write);
  App.add_flag("--touching", Adoption.touching,
               "The files given are those that were changed, headers too. The whole program is "
               "analysed; only findings in these files, or with a step of the path in them, are "
               "reported, and other files that cannot be analysed are no failure")
      ->excludes(Write);
  App.add_flag("--unused-suppressions", Adoption.unusedSuppressions,
               "Warn of NOLINT comments that name our checks and silence nothing");
  App.add_flag(
      "--tests", Adoption.tests,
      "Also findings in test code (tests/, *_test.cpp...), which are shown by default only "
      "in files that are named");
}

void addStep(CLI::App &App, StepArguments &Step) {
  App.add_option("--program", Step.program, "The facts of a linked program, from leasehold link")
      ->type_name("FILE")
      ->check(CLI::ExistingFile);
  App.add_option("--from", Step.from,
                 "What leasehold summarize wrote of this one file: used if it still holds")
      ->type_name("FILE");
}

/// What the manual says beside the description of the command line.
const std::vector<std::pair<std::string, std::string>> ManualSections{
    {"FILES", ".leasehold.json: settings for the files in its directory and below.\n\n"
              ".leasehold/: facts of a program, beside its compile database; safe to remove.\n\n"
              "compile_commands.json: how each file is compiled."},
    {"ENVIRONMENT", "LEASEHOLD_RESOURCE_DIR: where clang's own headers are.\n\n"
                    "TMPDIR: where files are put that are gone at the end."},
    {"SEE ALSO", "leasehold-tidy(1), leasehold-clangd(1), leasehold-monitor(1)"},
};

void addModels(CLI::App &App, ModelsArguments &Models) {
  addProgram(App, Models.program);
  addFiles(App, Models.program);
  auto Add = [&](const char *Name, const char *What, ModelsArguments::What Which) {
    CLI::App *Command = App.add_subcommand(Name, What);
    addProgram(*Command, Models.program);
    Command->callback([&Models, Which] { Models.what = Which; });
    return Command;
  };
  CLI::App *Validate =
      Add("validate", "Say what is wrong in model files", ModelsArguments::Validate);
  Validate
      ->add_option("files", Models.program.files,
                   "Model files; with -p or flags also source files, default: all of the compile "
                   "database")
      ->required()
      ->type_name("FILES");
  Validate->footer("With -p, or with source files and flags after --, names that the program does "
                   "not declare are reported, too.\n"
                   "Exit status: 0 all is well, 1 something is wrong, 2 a file could not be read.");
  CLI::App *Explain = Add("explain", "Say what is known of a class or a function, and from where",
                          ModelsArguments::Explain);
  Explain->add_option("name", Models.name, "Its qualified name, or the end of it")
      ->required()
      ->type_name("NAME");
  addFiles(*Explain, Models.program);
  Explain->footer(
      "With -p, or with files, also what is known from annotations, shapes and bodies.");
  CLI::App *Suggest =
      Add("suggest", "Guess which of the functions and classes that a program uses lack a model",
          ModelsArguments::Suggest);
  addFiles(*Suggest, Models.program);
  Suggest
      ->add_option("-o,--output", Models.out,
                   "Where to write the models to start from; default: standard output")
      ->type_name("FILE");
  Suggest->add_option("--most", Models.most, "How many guesses at most; default: 20")
      ->type_name("N")
      ->check(CLI::Range(1U, 10000U));
}

int parseAndRun(int Count, char **Texts, std::optional<std::vector<std::string>> Flags) {
  CLI::App App("Finds database sessions that are held too long, given to the wrong owner, or never "
               "given back.",
               "leasehold");
  App.set_version_flag("--version", [] { return versionText(); });
  App.require_subcommand(1);
  App.footer("A .leasehold.json in a directory holds for the files below it.\n"
             "Exit status: 0 no findings, 1 findings, 2 something could not be analysed.");

  CheckArguments Check;
  CLI::App *CheckCommand = App.add_subcommand("check", "Analyse files and report what is wrong");
  CheckCommand->footer("After -- flags for all files, instead of a compile database:\n"
                       "  leasehold check src/orders.cpp -- -std=c++20 -Iinclude");
  addProgram(*CheckCommand, Check.program);
  addFiles(*CheckCommand, Check.program);
  addChecks(*CheckCommand, Check);
  CheckCommand
      ->add_option(
          "--holds", Check.holds,
          "A hold profile of the running program: findings get its figures, and come in the "
          "order of the time that is lost; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  CheckCommand->add_flag("--exit-zero", Check.exitZero, "Findings are no failure");
  CheckCommand->add_flag("-q,--quiet", Check.quiet, "No line of summary at the end");
  CheckCommand->add_flag("--stats", Check.stats,
                         "Say how files were parsed, and which took longest");
  addAnalysis(*CheckCommand, Check.analysis);
  addStep(*CheckCommand, Check.step);
  addOutput(*CheckCommand, Check.output);
  addAdoption(*CheckCommand, Check.adoption);
  CheckCommand
      ->add_option("--facts-dir", Check.facts.directory,
                   "Where facts are kept between runs; default: .leasehold beside the compile "
                   "database")
      ->type_name("DIR");
  CheckCommand->add_flag("--no-facts", Check.facts.none, "Keep no facts, and use none");

  CheckArguments Fix;
  Fix.fix.emplace();
  CLI::App *FixCommand =
      App.add_subcommand("fix", "Mend what check reports, where it is known how");
  FixCommand->footer("Other findings stay; exit status 1 says so.");
  addProgram(*FixCommand, Fix.program);
  addFiles(*FixCommand, Fix.program);
  addChecks(*FixCommand, Fix);
  addAnalysis(*FixCommand, Fix.analysis);
  FixCommand->add_flag("--unsafe", Fix.fix->withUnsafe,
                       "Also edits that change what the program does, beyond the finding");
  FixCommand->add_flag("--dry-run", Fix.fix->dryRun, "Show the difference and change nothing");

  SummarizeArguments Summarize;
  std::string SummarizeFile;
  CLI::App *SummarizeCommand = App.add_subcommand(
      "summarize", "Write down what one file's functions do, as a step of a build");
  addProgram(*SummarizeCommand, Summarize.program);
  addAnalysis(*SummarizeCommand, Summarize.analysis);
  addStep(*SummarizeCommand, Summarize.step);
  SummarizeCommand->add_option("file", SummarizeFile, "The source file")
      ->required()
      ->type_name("FILE");
  SummarizeCommand->add_option("-o,--output", Summarize.out, "Where to write it")
      ->required()
      ->type_name("UNIT.facts");
  SummarizeCommand
      ->add_option("--depfile", Summarize.depfile, "Also write what was read, as make wants it")
      ->type_name("FILE");

  LinkArguments Link;
  CLI::App *LinkCommand =
      App.add_subcommand("link", "Join what files say of their functions, as a step of a build");
  LinkCommand->add_option("units", Link.units, "What leasehold summarize wrote")
      ->required()
      ->type_name("UNIT.facts...");
  LinkCommand->add_option("-o,--output", Link.out, "Where to write the program's facts")
      ->required()
      ->type_name("PROGRAM.facts");

  ModelsArguments Models;
  CLI::App *ModelsCommand = App.add_subcommand(
      "models", "List the libraries that are known, and what was recognised in a program and why");
  addModels(*ModelsCommand, Models);

  DumpArguments Dump;
  std::string DumpFile;
  CLI::App *DumpCommand = App.add_subcommand(
      "dump-flow", "Print the lease states in every block of a function's control flow");
  addProgram(*DumpCommand, Dump.program);
  DumpCommand->add_option("file", DumpFile, "The source file")->required()->type_name("FILE");
  DumpCommand
      ->add_option("function", Dump.function, "The function's name, qualified or the last part")
      ->required()
      ->type_name("FUNCTION");
  DumpCommand->add_flag("--dot", Dump.dot, "As a graph for Graphviz");

  HoldsArguments Holds;
  CLI::App *HoldsCommand = App.add_subcommand(
      "holds", "Show where a running program held its sessions, and for how long");
  HoldsCommand->require_subcommand(1);
  auto AddHolds = [&](const char *Name, const char *What, HoldsArguments::What Which) {
    CLI::App *Command = HoldsCommand->add_subcommand(Name, What);
    Command->add_option("files", Holds.files, "Hold profiles, as leasehold::HoldFile writes them")
        ->required()
        ->type_name("FILES");
    Command->add_option("-o,--output", Holds.out, "Write to this file; default: standard output")
        ->type_name("FILE");
    Command->callback([&Holds, Which] { Holds.what = Which; });
    return Command;
  };
  AddHolds("report", "The table of all places, or a page with charts", HoldsArguments::Report)
      ->add_option("--format", Holds.format, "How to print; default: text")
      ->check(CLI::IsMember({"text", "json", "html"}));
  AddHolds("merge", "The profiles of several processes as one", HoldsArguments::Merge);
  AddHolds("diff", "What became of each place: BEFORE AFTER", HoldsArguments::Diff)
      ->get_option("files")
      ->expected(2);

  ExplainArguments Explain;
  CLI::App *ExplainCommand =
      App.add_subcommand("explain", "Say what a check finds, why it is bad, and what to do");
  ExplainCommand->add_option("check", Explain.check, "The check; leasehold- may be left out")
      ->required()
      ->type_name("CHECK");
  addColor(*ExplainCommand, Explain.color);

  CLI::App *ListCommand = App.add_subcommand("list-checks", "List the checks");

  CLI::App *SelfTestCommand = App.add_subcommand(
      "self-test", "Try each of Leasehold's programs with one known finding, and say what is wrong "
                   "and what mends it");
  SelfTestCommand->footer("Exit status: 0 all that is installed works, 1 something does not.");

  std::string Shell;
  CLI::App *CompletionCommand =
      App.add_subcommand("completion", "Print what makes a shell complete these commands");
  CompletionCommand->add_option("shell", Shell, "Which shell")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  CompletionCommand->footer("In this shell only: source <(leasehold completion bash)");
  CLI::App *ManualCommand = App.add_subcommand("manual", "Print the page that man shows");

  try {
    App.parse(Count, Texts);
  } catch (const CLI::ParseError &Error) {
    return App.exit(Error) == 0 ? ExitClean : ExitFailed;
  }

  if (*CheckCommand) {
    Check.program.flags = std::move(Flags);
    return runCheck(Check);
  }
  if (*FixCommand) {
    Fix.program.flags = std::move(Flags);
    return runCheck(Fix);
  }
  if (*SummarizeCommand) {
    Summarize.program.files = {SummarizeFile};
    Summarize.program.flags = std::move(Flags);
    return runSummarize(Summarize);
  }
  if (*LinkCommand)
    return runLink(Link);
  if (*ModelsCommand) {
    Models.program.flags = std::move(Flags);
    return runModels(Models);
  }
  if (*DumpCommand) {
    Dump.program.files = {DumpFile};
    Dump.program.flags = std::move(Flags);
    return runDumpFlow(Dump);
  }
  if (*HoldsCommand)
    return runHolds(Holds);
  if (*ExplainCommand)
    return runExplain(Explain);
  if (*ListCommand)
    return runListChecks();
  if (*SelfTestCommand)
    return runSelfTest();
  if (*CompletionCommand) {
    std::cout << tools::completion(App, Shell, {{"CHECK", checkNames()}});
    return ExitClean;
  }
  if (*ManualCommand) {
    std::cout << tools::manual(App, LEASEHOLD_VERSION, ManualSections);
    return ExitClean;
  }
  return ExitFailed;
}

} // namespace

int main(int Count, char **Texts) {
  try {
    // What comes after -- belongs to the compiler.
    std::optional<std::vector<std::string>> Flags;
    char **End = Texts + Count;
    char **Dashes = std::find(Texts, End, std::string("--"));
    if (Dashes != End)
      Flags.emplace(Dashes + 1, End);
    return parseAndRun(static_cast<int>(Dashes - Texts), Texts, std::move(Flags));
  } catch (const std::exception &Error) {
    std::cerr << "leasehold: error: " << Error.what() << "\n";
    return ExitFailed;
  }
}
