//===- SelfTest.cpp - leasehold self-test ---------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One known finding through each face that is installed beside this program, as a user would run
// it: what is missing, of another version, or kept from working by something else on the machine
// is said together with what mends it.
//
//===----------------------------------------------------------------------===//

#include "Commands.h"
#include "Program.h"
#include "program/Frontend.h"
#include "program/WriteFile.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

namespace leasehold {
namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

constexpr const char *Known = "leasehold-unguarded-acquire";
constexpr const char *Source =
    "#include <stddef.h>\n"
    "extern \"C\" { struct pg_conn; pg_conn *PQconnectdb(const char *); void PQfinish(pg_conn *); "
    "}\n"
    "void f() { PQconnectdb(\"\"); }\n";
constexpr unsigned Patience = 120; ///< seconds for one program
constexpr const char *Reinstall =
    "install the package leasehold again, or build and install it again with cmake";

std::string below(llvm::StringRef Directory, llvm::StringRef Name) {
  llvm::SmallString<256> Path(Directory);
  path::append(Path, Name);
  path::remove_dots(Path, /*remove_dot_dot=*/true);
  return Path.str().str();
}

struct Said {
  int status = -1;
  std::string text; ///< both outputs
  std::string why;  ///< it did not start, was killed, or took too long
};

/// What came of one face.
struct Verdict {
  enum { Ok, Absent, Failed } is = Ok;
  std::string what, mend;
};

class SelfTest {
public:
  SelfTest(std::string Work, llvm::StringRef Bin) : Work(std::move(Work)), Bin(Bin) {}

  bool prepare() const {
    llvm::json::Array Database{llvm::json::Object{
        {"directory", Work}, {"file", file()}, {"command", "c++ -std=c++20 -c " + file()}}};
    std::string Text;
    llvm::raw_string_ostream(Text) << llvm::json::Value(std::move(Database));
    return write(file(), Source) && write(below(Work, "compile_commands.json"), Text) &&
           write(below(Work, ".clang-tidy"), "Checks: '-*,leasehold-*'\n") &&
           write(below(Work, "lsp"), conversation());
  }

  int run() {
    show("leasehold check", ownExecutable(), check());
    show("leasehold-tidy", program("leasehold-tidy"), tidy());
    std::string Where;
    const Verdict Module = module(Where);
    show("clang-tidy module", Where, Module);
    show("leasehold-clangd", program("leasehold-clangd"), clangd());
    return Failures == 0 ? ExitClean : ExitFindings;
  }

private:
  std::string file() const { return below(Work, "known.cpp"); }
  std::string program(llvm::StringRef Name) const { return below(Bin, Name); }
  static bool write(const std::string &File, llvm::StringRef Text) {
    return !writeFile(File, Text);
  }

  void show(llvm::StringRef Face, llvm::StringRef Where, const Verdict &V) {
    static constexpr const char *Words[] = {"ok    ", "-     ", "FAIL  "};
    llvm::outs() << Words[V.is] << llvm::left_justify(Face, 20) << Where << "\n";
    if (!V.what.empty())
      llvm::outs() << "      " << V.what << "\n";
    if (!V.mend.empty())
      llvm::outs() << "      To mend it: " << V.mend << ".\n";
    llvm::outs().flush();
    Failures += V.is == Verdict::Failed;
  }

  Said execute(llvm::StringRef Program, const std::vector<std::string> &Arguments,
               const std::string &Input = "") const {
    std::vector<llvm::StringRef> All{Program};
    All.insert(All.end(), Arguments.begin(), Arguments.end());
    const std::string Output = below(Work, "output");
    (void)fs::remove(Output); // it would be written over, not emptied
    Said S;
    const std::optional<llvm::StringRef> Redirects[] = {
        llvm::StringRef(Input), llvm::StringRef(Output), llvm::StringRef(Output)};
    S.status = llvm::sys::ExecuteAndWait(Program, All, std::nullopt, Redirects, Patience,
                                         /*MemoryLimit=*/0, &S.why);
    if (auto Text = llvm::MemoryBuffer::getFile(Output))
      S.text = (*Text)->getBuffer().str();
    return S;
  }

  /// What stands between a program and the finding.
  static Verdict judge(const Said &S) {
    const llvm::StringRef Text(S.text);
    constexpr const char *Loading = "error while loading shared libraries: ";
    constexpr const char *Release = CLANG_VERSION_MAJOR_STRING;
    if (const size_t At = Text.find(Loading); At != llvm::StringRef::npos) {
      const llvm::StringRef Library =
          Text.substr(At + llvm::StringRef(Loading).size()).split(':').first;
      std::string Package = "the package that has " + Library.str();
      if (Library.starts_with("libclang-cpp"))
        Package = std::string("libclang-cpp") + Release;
      else if (Library.starts_with("libLLVM"))
        Package = std::string("libllvm") + Release;
      return {Verdict::Failed, "it needs the library " + Library.str() + ", which is not here",
              "install " + Package};
    }
    if (Text.contains("clang's own headers are not in") ||
        Text.contains("'stddef.h' file not found"))
      return {Verdict::Failed, "clang's own headers are not in " + defaultResourceDir(),
              std::string("install libclang-common-") + Release +
                  "-dev, or say where they are with LEASEHOLD_RESOURCE_DIR"};
    if (const size_t At = Text.find("leasehold: this module was built for");
        At != llvm::StringRef::npos) {
      auto [What, Mend] = Text.substr(At).split('\n').first.split(": use ");
      What.consume_front("leasehold: ");
      return {Verdict::Failed, What.str(), "use " + Mend.str()};
    }
    if (S.status < 0)
      return {Verdict::Failed, "it did not run to its end" + (S.why.empty() ? "" : ": " + S.why),
              Reinstall};
    if (Text.contains(Known))
      return {};
    // The last lines of what it said; the first are often about the configuration.
    llvm::SmallVector<llvm::StringRef, 16> Lines;
    Text.rtrim().split(Lines, '\n');
    std::string Tail;
    for (llvm::StringRef Line : llvm::ArrayRef(Lines).take_back(3))
      if (!Line.trim().empty())
        Tail += "\n        " + Line.str();
    return {Verdict::Failed,
            "it did not report " + std::string(Known) + " (exit status " +
                std::to_string(S.status) + (Tail.empty() ? ")" : "), and said:" + Tail),
            Reinstall};
  }

  /// Of a host of the checks: is it there, and of our version?
  std::optional<Verdict> presence(llvm::StringRef Name, bool Built, llvm::StringRef Needs) const {
    const std::string Program = program(Name);
    if (!fs::exists(Program)) {
      if (!Built)
        return Verdict{Verdict::Absent, "left out when this was built",
                       "build it where there are " + Needs.str()};
      return Verdict{Verdict::Failed, "it is not there", Reinstall};
    }
    if (!fs::can_execute(Program))
      return Verdict{Verdict::Failed, "it is not executable", "chmod +x " + Program};
    const Said S = execute(Program, {"--version"});
    if (S.status == 0 && !llvm::StringRef(S.text).contains("version " LEASEHOLD_VERSION "\n"))
      return Verdict{Verdict::Failed,
                     "it is of another version than leasehold, which is " LEASEHOLD_VERSION,
                     Reinstall};
    return std::nullopt;
  }

  Verdict check() const {
    return judge(execute(ownExecutable(), {"check", "-p", Work, "--no-facts", file()}));
  }

  Verdict tidy() const {
    if (auto V = presence("leasehold-tidy", LEASEHOLD_HAS_TIDY,
                          "the archives of libclang-" CLANG_VERSION_MAJOR_STRING "-dev"))
      return *V;
    return judge(
        execute(program("leasehold-tidy"), {"-p", Work, "--checks=-*,leasehold-*", file()}));
  }

  /// The clang-tidy that the module fits, by its version; empty: there is none.
  std::string clangTidy() const {
    const std::string Candidates[] = {"clang-tidy-" CLANG_VERSION_MAJOR_STRING, "clang-tidy",
                                      LEASEHOLD_LLVM_TOOLS "/clang-tidy"};
    for (const std::string &Name : Candidates)
      if (auto Found = llvm::sys::findProgramByName(Name))
        if (llvm::StringRef(execute(*Found, {"--version"}).text)
                .contains("version " CLANG_VERSION_MAJOR_STRING "."))
          return *Found;
    return {};
  }

  Verdict module(std::string &Where) const {
    for (const char *Directory : {LEASEHOLD_MODULE_FROM_BIN, "../lib"}) {
      Where = below(Bin, std::string(Directory) + "/leasehold-tidy-module.so");
      if (fs::exists(Where))
        break;
    }
    if (!fs::exists(Where)) {
      Where = below(Bin, LEASEHOLD_MODULE_FROM_BIN "/leasehold-tidy-module.so");
      return {Verdict::Failed, "it is not there", Reinstall};
    }
    const std::string Host = clangTidy();
    if (Host.empty())
      return {Verdict::Absent,
              "not tried: no clang-tidy-" CLANG_VERSION_MAJOR_STRING
              " is here, which alone can load it",
              "install clang-tidy-" CLANG_VERSION_MAJOR_STRING ", if you want to use the module"};
    const std::string Module = Where;
    Where += " in " + Host;
    return judge(execute(Host, {"-load", Module, "-p", Work, "-checks=-*,leasehold-*", file()}));
  }

  static std::string framed(llvm::json::Object Message) {
    Message["jsonrpc"] = "2.0";
    std::string Text;
    llvm::raw_string_ostream(Text) << llvm::json::Value(std::move(Message));
    return "Content-Length: " + std::to_string(Text.size()) + "\r\n\r\n" + Text;
  }

  /// What an editor says that opens the file and ends.
  std::string conversation() const {
    using llvm::json::Object;
    const Object Document{
        {"uri", "file://" + file()}, {"languageId", "cpp"}, {"version", 1}, {"text", Source}};
    const Object Initialize{{"capabilities", Object{}}, {"rootUri", nullptr}};
    return framed(Object{{"id", 1}, {"method", "initialize"}, {"params", Object(Initialize)}}) +
           framed(Object{{"method", "initialized"}, {"params", Object{}}}) +
           framed(Object{{"method", "textDocument/didOpen"},
                         {"params", Object{{"textDocument", Object(Document)}}}}) +
           framed(Object{{"id", 2}, {"method", "shutdown"}}) + framed(Object{{"method", "exit"}});
  }

  Verdict clangd() const {
    if (auto V = presence("leasehold-clangd", LEASEHOLD_HAS_CLANGD,
                          "libgrpc++-dev, libprotobuf-dev and the archives of "
                          "libclang-" CLANG_VERSION_MAJOR_STRING "-dev"))
      return *V;
    // One message after the other, so that it does not end before it has answered.
    return judge(execute(
        program("leasehold-clangd"),
        {"--sync", "--background-index=false", "--log=error", "--compile-commands-dir=" + Work},
        below(Work, "lsp")));
  }

  std::string Work, Bin;
  unsigned Failures = 0;
};

} // namespace

int runSelfTest() {
  const std::string Own = ownExecutable();
  if (Own.empty()) {
    complain("cannot tell where this program is: is /proc mounted?");
    return ExitFailed;
  }
  llvm::SmallString<256> Work;
  if (std::error_code E = fs::createUniqueDirectory("leasehold-self-test", Work)) {
    complain("cannot make a directory to test in: " + E.message() + "; set TMPDIR");
    return ExitFailed;
  }
  int Status = ExitFailed;
  SelfTest Test(Work.str().str(), path::parent_path(Own));
  if (Test.prepare()) {
    llvm::outs() << versionText() << "\n";
    llvm::outs().flush();
    Status = Test.run();
  } else {
    complain("cannot write in " + Work.str().str());
  }
  (void)fs::remove_directories(Work);
  return Status;
}

} // namespace leasehold
