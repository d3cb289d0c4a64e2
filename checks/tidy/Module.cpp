//===- Module.cpp - the checks in clang-tidy ------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One clang-tidy check per rule; all of them share one analysis of the translation unit.
// What is static here registers the module and does nothing else.
//
//===----------------------------------------------------------------------===//

#include "catalog/Model.h"
#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/Basic/Version.h"
#if CLANG_VERSION_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif
#include "catalog/Globs.h"
#include "program/Analysis.h"
#include "program/Store.h"
#include "rules/Rule.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

using namespace clang;
using clang::tidy::ClangTidyCheck;
using clang::tidy::ClangTidyCheckFactories;
using clang::tidy::ClangTidyContext;
using clang::tidy::ClangTidyModule;
using clang::tidy::ClangTidyOptions;

template <> struct clang::tidy::OptionEnumMapping<leasehold::Level> {
  static llvm::ArrayRef<std::pair<leasehold::Level, StringRef>> getEnumMapping() {
    static constexpr std::pair<leasehold::Level, StringRef> Mapping[] = {
        {leasehold::Level::Bug, "bug"},
        {leasehold::Level::Risk, "risk"},
        {leasehold::Level::Style, "style"},
    };
    return Mapping;
  }
};

namespace leasehold {
namespace {

/// Objects that whoever needs them keeps alive together: made by the first, gone with the last.
/// Safe when several translation units are analysed at once, as in clangd.
template <typename Key, typename Value> class Shared {
public:
  template <typename Make> std::shared_ptr<const Value> get(const Key &K, Make Fill) {
    std::shared_ptr<Entry> Found;
    {
      const std::lock_guard<std::mutex> Lock(Mutex);
      llvm::erase_if(Entries, [](const std::weak_ptr<Entry> &E) { return E.expired(); });
      for (const std::weak_ptr<Entry> &E : Entries)
        if (std::shared_ptr<Entry> Live = E.lock(); Live && Live->key == K)
          Found = std::move(Live);
      if (!Found) {
        Found = std::make_shared<Entry>();
        Found->key = K;
        Entries.push_back(Found);
      }
    }
    // Outside the lock: others do not wait for what is not theirs.
    std::call_once(Found->once, [&] { Fill(Found->value); });
    return {Found, &Found->value};
  }

private:
  struct Entry {
    Key key;
    std::once_flag once;
    Value value;
  };
  std::mutex Mutex;
  std::vector<std::weak_ptr<Entry>> Entries;
};

/// The shipped models with some files of the user's on top.
struct UserModels {
  std::unique_ptr<ModelSet> set;
  std::vector<ModelError> errors;
};

std::shared_ptr<const UserModels> userModels(const std::vector<std::string> &Files) {
  static auto *Cache = new Shared<std::vector<std::string>, UserModels>;
  return Cache->get(Files, [&](UserModels &Out) {
    Out.set = std::make_unique<ModelSet>(ModelSet::shipped());
    for (const std::string &File : Files)
      for (ModelError &E : Out.set->addFile(File))
        Out.errors.push_back(std::move(E));
  });
}

/// The facts of the program that a file belongs to, as `leasehold check -p` left them.
struct LinkedProgram {
  std::shared_ptr<const ProgramFacts> facts;
  std::string problem;
};

std::shared_ptr<const LinkedProgram> linkedProgram(const std::string &Path) {
  // Another file under the same name is another program: clangd lives long.
  llvm::sys::fs::file_status Status;
  (void)llvm::sys::fs::status(Path, Status);
  static auto *Cache = new Shared<std::pair<std::string, uint64_t>, LinkedProgram>;
  const auto Time = Status.getLastModificationTime().time_since_epoch().count();
  return Cache->get({Path, static_cast<uint64_t>(Time) ^ Status.getUniqueID().getFile()},
                    [&](LinkedProgram &Out) { Out.facts = ProgramFacts::open(Path, Out.problem); });
}

/// What makes two checks ask for the same analysis.
using UnitKey = std::tuple<ASTContext *, const ModelSet *, const FactSource *, uint64_t,
                           std::vector<std::string>, Level>;

std::shared_ptr<const AnalysisResult> analysisOf(ASTContext &Context, const AnalysisOptions &O) {
  static auto *Cache = new Shared<UnitKey, AnalysisResult>;
  return Cache->get({&Context, O.models, O.facts, O.flow.minSlow, O.flow.repositories, O.level},
                    [&](AnalysisResult &Out) { Out = analyse(Context, O); });
}

/// Where clang-tidy was started; while it runs it changes to the directories of the commands.
std::string &startDirectory() {
  static auto *Directory = new std::string;
  return *Directory;
}

std::string absoluteFile(StringRef File) {
  llvm::SmallString<256> Path(File);
  (void)llvm::sys::fs::make_absolute(Path); // without a current directory nothing is found
  return Path.str().str();
}

/// A relative path to a file that an option names is one from where clang-tidy was started, or else
/// from the directory of the source or a parent of it, as a `.clang-tidy` file is found.
std::string findGiven(StringRef Name, StringRef Source) {
  namespace path = llvm::sys::path;
  if (path::is_absolute(Name))
    return Name.str();
  llvm::SmallString<256> Started(startDirectory());
  path::append(Started, Name);
  if (llvm::sys::fs::exists(Started))
    return Started.str().str();
  llvm::SmallString<256> Absolute(Source);
  if (!llvm::sys::fs::make_absolute(Absolute))
    for (StringRef Up = path::parent_path(Absolute); !Up.empty(); Up = path::parent_path(Up)) {
      llvm::SmallString<256> Candidate(Up);
      path::append(Candidate, Name);
      if (llvm::sys::fs::exists(Candidate))
        return Candidate.str().str();
    }
  return Started.str().str(); // the message says that there is no such file
}

constexpr StringRef SlowCallName = "leasehold-slow-call";
constexpr StringRef OutsideName = "leasehold-session-outside-repository";

class LeaseCheck : public ClangTidyCheck {
public:
  LeaseCheck(StringRef Name, ClangTidyContext *Context);

  void storeOptions(ClangTidyOptions::OptionMap &Opts) override;
  void registerMatchers(ast_matchers::MatchFinder *Finder) override {
    Finder->addMatcher(ast_matchers::translationUnitDecl(), this);
  }
  void check(const ast_matchers::MatchFinder::MatchResult &Result) override;
  void onStartOfTranslationUnit() override { Unit.reset(); }
  // The unit's other checks have the result by now, and the address of this context may be used
  // again for the next.
  void onEndOfTranslationUnit() override { Unit.reset(); }

private:
  std::string Name;
  std::string ModelFiles; ///< as given
  unsigned MinSlowMs = 100;
  std::string Repositories;                 ///< as given
  std::shared_ptr<const UserModels> Models; ///< null: the shipped ones only
  std::string FactsFile;                    ///< as given; empty: looked for; "none"
  std::shared_ptr<const LinkedProgram> Linked;
  AnalysisOptions Analysis;
  std::shared_ptr<const AnalysisResult> Unit;
};

LeaseCheck::LeaseCheck(StringRef Name, ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context), Name(Name) {
  // What is said for one check holds for it, what is said for `leasehold` for all.
  const ClangTidyOptions::OptionMap &All = Context->getOptions().CheckOptions;
  const OptionsView Common("leasehold", All, Context);
  Analysis.level = Options.get("Level", Common.get("Level", Analysis.level));
  ModelFiles = Options.get("Models", Common.get("Models", "")).str();
  // The limit has a say in what a function's summary is, so all checks go by the same.
  MinSlowMs = OptionsView(SlowCallName, All, Context).get("MinSlowMs", MinSlowMs);
  Analysis.flow.minSlow = MinSlowMs * uint64_t{1000000};
  Repositories = OptionsView(OutsideName, All, Context).get("Repositories", "").str();
  Analysis.flow.repositories = splitGlobs(Repositories);
  (void)Options.get("Version"); // written, never obeyed: a known option to --verify-config

  FactsFile = Options.get("Facts", Common.get("Facts", "")).str();
  if (const std::string Path =
          FactsFile.empty()     ? findProgramFacts(Context->getCurrentBuildDirectory(),
                                                   absoluteFile(Context->getCurrentFile()))
          : FactsFile == "none" ? std::string()
                                : findGiven(FactsFile, Context->getCurrentFile());
      !Path.empty()) {
    Linked = linkedProgram(Path);
    Analysis.facts = Linked->facts.get();
    // What was found without being asked for may be of another version; that is nobody's fault.
    if (!Linked->facts && !FactsFile.empty())
      configurationDiag("%0; run `leasehold check -p BUILD` once more, or correct the option "
                        "'Facts' ('none': use none)",
                        DiagnosticIDs::Error)
          << Linked->problem;
  }

  llvm::SmallVector<StringRef, 4> Given;
  StringRef(ModelFiles).split(Given, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  std::vector<std::string> Files;
  for (StringRef File : Given)
    if (!File.trim().empty())
      Files.push_back(findGiven(File.trim(), Context->getCurrentFile()));
  if (Files.empty())
    return;
  Models = userModels(Files);
  Analysis.models = Models->set.get();
  for (const ModelError &E : Models->errors)
    configurationDiag("%0; mend the model file or take it out of the option 'Models' (what is "
                      "wrong in it is left out, the rest is used)",
                      DiagnosticIDs::Error)
        << E.str();
}

void LeaseCheck::storeOptions(ClangTidyOptions::OptionMap &Opts) {
  if (Name == SlowCallName)
    Options.store(Opts, "MinSlowMs", MinSlowMs);
  if (Name == OutsideName)
    Options.store(Opts, "Repositories", Repositories);
  Options.store(Opts, "Level", Analysis.level);
  Options.store(Opts, "Models", ModelFiles);
  Options.store(Opts, "Version",
                LEASEHOLD_VERSION "+" + llvm::utohexstr(Analysis.models->fingerprint(), true, 16) +
                    (Linked && Linked->facts
                         ? "+" + llvm::utohexstr(Linked->facts->fingerprint(), true, 16)
                         : ""));
  Options.store(Opts, "Facts", FactsFile);
}

void LeaseCheck::check(const ast_matchers::MatchFinder::MatchResult &Result) {
  Unit = analysisOf(*Result.Context, Analysis);
  for (const Finding &F : Unit->findings) {
    if (F.check != Name)
      continue;
    // Not as the format: there may be a per cent sign in a name or a literal.
    // An edit that changes what the program does hangs on a note, which --fix passes over.
    {
      auto Warning = diag(F.at, "%0") << F.message;
      if (F.fix && F.fix->safe)
        Warning << F.fix->edits;
    }
    for (const Note &N : F.notes)
      diag(N.at, "%0", DiagnosticIDs::Note)
          << (N.elsewhere ? N.message + " (" + N.elsewhere->file + ":" +
                                std::to_string(N.elsewhere->line) + ")"
                          : N.message);
    if (F.fix && !F.fix->safe)
      diag(F.at, "%0 (changes what the program does)", DiagnosticIDs::Note)
          << F.fix->title << F.fix->edits;
  }
}

class LeaseModule : public ClangTidyModule {
public:
  void addCheckFactories(ClangTidyCheckFactories &Factories) override {
    if (llvm::SmallString<256> Here; !llvm::sys::fs::current_path(Here))
      startDirectory() = Here.str().str();
    for (const Rule &R : allRules())
      Factories.registerCheck<LeaseCheck>(R.name);
  }
};

} // namespace
} // namespace leasehold

static clang::tidy::ClangTidyModuleRegistry::Add<leasehold::LeaseModule>
    LeaseholdModule("leasehold-module", "Database sessions that are held too long, given to the "
                                        "wrong owner, or never given back.");
