//===- Process.cpp - runs a program and keeps what it says ----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Process.h"
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <regex>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace leasehold::test {
namespace {

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
      ends = {-1, -1};
  }
  ~Pipe() {
    closeEnd(0);
    closeEnd(1);
  }
  Pipe(const Pipe &) = delete;
  Pipe &operator=(const Pipe &) = delete;
  void closeEnd(size_t I) {
    if (ends[I] >= 0)
      close(ends[I]);
    ends[I] = -1;
  }
};

/// In the child, after fork: never returns.
[[noreturn]] void become(const std::vector<std::string> &Command, const std::string &Directory,
                         int Out, int Err) {
  // A group of its own, so that a timeout ends its children, too.
  setpgid(0, 0);
  int Nothing = open("/dev/null", O_RDONLY);
  dup2(Nothing, STDIN_FILENO);
  dup2(Out, STDOUT_FILENO);
  dup2(Err, STDERR_FILENO);
  if (!Directory.empty() && chdir(Directory.c_str()) != 0)
    _exit(127);
  std::vector<char *> Arguments;
  Arguments.reserve(Command.size() + 1);
  for (const std::string &A : Command)
    Arguments.push_back(const_cast<char *>(A.c_str()));
  Arguments.push_back(nullptr);
  execvp(Arguments[0], Arguments.data());
  std::string Message = "cannot run " + Command[0] + ": " + std::strerror(errno) + "\n";
  [[maybe_unused]] ssize_t Ignored = write(STDERR_FILENO, Message.data(), Message.size());
  _exit(127);
}

} // namespace

std::string Outcome::str() const {
  std::ostringstream S;
  S << "$ " << command << "\n"
    << (timedOut ? "timed out; " : "") << "exit status " << status << "\n--- stdout\n"
    << out << "--- stderr\n"
    << err << "---\n";
  return S.str();
}

Outcome run(const std::vector<std::string> &Command, const std::string &Directory,
            std::chrono::seconds Timeout) {
  Outcome Result;
  for (const std::string &A : Command)
    Result.command += (Result.command.empty() ? "" : " ") +
                      (A.find_first_of(" *'\"{}") == std::string::npos ? A : "'" + A + "'");
  Pipe Out, Err;
  pid_t Child = fork();
  if (Child < 0)
    return Result;
  if (Child == 0)
    become(Command, Directory, Out.ends[1], Err.ends[1]);
  Out.closeEnd(1);
  Err.closeEnd(1);
  auto Deadline = std::chrono::steady_clock::now() + Timeout;
  std::array<pollfd, 2> Polled{{{Out.ends[0], POLLIN, 0}, {Err.ends[0], POLLIN, 0}}};
  std::array<std::string *, 2> Texts{&Result.out, &Result.err};
  while (Polled[0].fd >= 0 || Polled[1].fd >= 0) {
    auto Left = std::chrono::duration_cast<std::chrono::milliseconds>(
        Deadline - std::chrono::steady_clock::now());
    if (Left.count() <= 0) {
      Result.timedOut = true;
      kill(-Child, SIGKILL);
      break;
    }
    if (poll(Polled.data(), Polled.size(), static_cast<int>(Left.count())) < 0 && errno != EINTR)
      break;
    for (size_t I = 0; I < Polled.size(); ++I) {
      if (Polled[I].fd < 0 || Polled[I].revents == 0)
        continue;
      std::array<char, 65536> Buffer;
      ssize_t Got = read(Polled[I].fd, Buffer.data(), Buffer.size());
      if (Got > 0)
        Texts[I]->append(Buffer.data(), static_cast<size_t>(Got));
      else if (Got == 0 || errno != EINTR)
        Polled[I].fd = -1;
    }
  }
  int Status = 0;
  while (waitpid(Child, &Status, 0) < 0 && errno == EINTR) {
  }
  Result.status = WIFEXITED(Status) ? WEXITSTATUS(Status) : 128 + WTERMSIG(Status);
  return Result;
}

std::vector<Diagnostic> diagnostics(const std::string &Text) {
  static const std::regex Line(
      R"re(^(.+?):(\d+):(\d+): (warning|error|note): (.*?)(?: \[([^\[\]]+)\])?$)re");
  std::vector<Diagnostic> Result;
  std::istringstream Stream(Text);
  for (std::string S; std::getline(Stream, S);) {
    std::smatch M;
    if (!std::regex_match(S, M, Line))
      continue;
    Diagnostic D;
    D.severity = M[4];
    D.place.file = fs::path(M[1].str()).filename().string();
    D.place.line = static_cast<unsigned>(std::stoul(M[2]));
    D.place.text = M[5];
    D.place.check = M[6];
    if (D.place.check.starts_with("leasehold-"))
      D.place.check.erase(0, strlen("leasehold-"));
    // clang-tidy adds ",-warnings-as-errors" to the name.
    D.place.check = D.place.check.substr(0, D.place.check.find(','));
    Result.push_back(std::move(D));
  }
  return Result;
}

std::vector<Place> findings(const std::vector<Diagnostic> &All) {
  std::vector<Place> Result;
  for (const Diagnostic &D : All)
    if (D.severity != "note" && !D.place.check.empty() && !D.place.check.starts_with("clang-"))
      Result.push_back(D.place);
  return Result;
}

TemporaryDirectory::TemporaryDirectory() {
  std::string Pattern = (fs::temp_directory_path() / "leasehold-test-XXXXXX").string();
  if (mkdtemp(Pattern.data()))
    Path = Pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code Ignored;
  if (!Path.empty())
    fs::remove_all(Path, Ignored);
}

std::string TemporaryDirectory::write(const std::string &Name, const std::string &Text) const {
  fs::path File = Path / Name;
  fs::create_directories(File.parent_path());
  std::ofstream(File, std::ios::binary) << Text;
  return File.string();
}

} // namespace leasehold::test
