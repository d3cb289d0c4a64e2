//===- Hints.cpp - what names and signatures speak of ---------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "models/Hints.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace leasehold {
namespace {

using Words = std::initializer_list<llvm::StringRef>;

/// Also words that are written in two, as in check_out, or together with another, as in connectdb;
/// not what only begins alike, as connection and closed.
bool speaksOf(llvm::StringRef Name, Words Of) {
  std::vector<std::string> Parts = wordsOf(Name);
  for (size_t I = 0, N = Parts.size(); I + 1 < N; ++I)
    Parts.push_back(Parts[I] + Parts[I + 1]);
  constexpr size_t Telling = 5;
  return llvm::any_of(Parts, [&](llvm::StringRef P) {
    return llvm::any_of(Of, [&](llvm::StringRef W) {
      return P == W || (W.size() >= Telling && P.ends_with(W)) ||
             (P.starts_with(W) && isOneOf(P.drop_front(W.size()), {"db", "database", "ex", "to"}));
    });
  });
}

struct Waiting {
  Words words;
  const char *kind, *phrase;
};

} // namespace

Hints hintsOf(llvm::StringRef Name) {
  Hints H;
  // is_closed(), get_free_count(), set_close_handler()
  const bool Asks =
      speaksOf(Name, {"is", "has", "can", "was", "set", "count", "handler", "callback"});
  H.closes = !Asks && !speaksOf(Name, {"get"}) &&
             (speaksOf(Name, {"close", "disconnect", "finish", "free", "release", "destroy",
                              "logout", "checkin", "detach", "shutdown", "delete", "giveback",
                              "return", "put", "terminate", "quit", "fini", "hangup"}) ||
              (namesPool(Name) && speaksOf(Name, {"push"})));
  if (!H.closes && !Asks) {
    H.opens = speaksOf(Name, {"open", "connect", "login", "attach", "dial", "establish"});
    H.borrows = speaksOf(Name, {"acquire", "checkout", "lease", "borrow", "lend", "rent"});
    H.takes = H.borrows || speaksOf(Name, {"get", "take", "obtain", "pop"});
    H.makes = speaksOf(Name, {"create", "new", "init", "alloc", "make", "start"});
  }
  H.prepares = speaksOf(Name, {"prepare", "statement", "cursor"});
  H.queries = speaksOf(Name, {"exec", "execute", "query", "sql", "command"});
  H.begins = speaksOf(Name, {"begin", "begintransaction", "starttransaction"});
  H.commits = speaksOf(Name, {"commit"});
  H.rollsBack = speaksOf(Name, {"rollback"});
  H.stores = speaksOf(Name, {"add", "set", "keep", "store", "register", "push", "insert", "adopt",
                             "manage", "own"});
  static const Waiting All[] = {{{"sleep", "nap", "delay", "pause"}, "sleep", "sleeps"},
                                {{"join"}, "join", "waits for a thread or task"},
                                {{"wait", "await", "waitfor"}, "wait", "waits"},
                                {{"http", "https", "url"}, "http", "makes an HTTP request"},
                                {{"rpc"}, "rpc", "calls another process"},
                                {{"upload", "download", "send", "recv", "receive", "ping", "mail",
                                  "fetch", "request", "transfer", "publish", "resolve"},
                                 "network",
                                 "talks to another machine"},
                                {{"popen", "spawn", "system"}, "process", "runs another program"}};
  for (const Waiting &W : All)
    if (speaksOf(Name, W.words)) {
      H.kind = W.kind;
      H.phrase = W.phrase;
      break;
    }
  return H;
}

bool namesOtherResource(llvm::StringRef Name) {
  return speaksOf(Name, {"file",   "dir",     "directory", "window", "image",  "audio",
                         "video",  "font",    "archive",   "zip",    "lib",    "library",
                         "device", "display", "log",       "logger", "stream", "parser",
                         "buffer", "string",  "json",      "xml"});
}

bool namesPool(llvm::StringRef Name) { return speaksOf(Name, {"pool"}); }

bool isText(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return T->getPointeeType()->isAnyCharacterType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  return R && R->getIdentifier() &&
         isOneOf(R->getName(), {"basic_string", "basic_string_view", "QString", "StringRef",
                                "zview", "basic_zstring_view"});
}

std::optional<unsigned> textParam(const FunctionDecl &F) {
  for (unsigned I = 0; I < F.getNumParams(); ++I)
    if (isText(F.getParamDecl(I)->getType()))
      return I;
  return std::nullopt;
}

std::optional<DurationParam> durationParam(const FunctionDecl &F) {
  for (unsigned I = 0; I < F.getNumParams(); ++I) {
    const ParmVarDecl &P = *F.getParamDecl(I);
    const CXXRecordDecl *R = recordOf(P.getType());
    if (R && R->isInStdNamespace() && R->getName() == "duration")
      return DurationParam{I, "chrono"};
    if (!P.getType()->isArithmeticType())
      continue;
    auto Is = [&](Words W) {
      const std::vector<std::string> Parts = wordsOf(P.getName());
      return llvm::any_of(Parts, [&](llvm::StringRef Each) { return llvm::is_contained(W, Each); });
    };
    if (Is({"ms", "msec", "msecs", "millis", "milliseconds"}))
      return DurationParam{I, "ms"};
    if (Is({"us", "usec", "usecs", "micros", "microseconds"}))
      return DurationParam{I, "us"};
    if (Is({"sec", "secs", "seconds"}))
      return DurationParam{I, "s"};
    if (Is({"timeout", "deadline"}))
      return DurationParam{I, ""};
  }
  return std::nullopt;
}

bool inStandardLibrary(const NamedDecl &D) {
  if (D.isInStdNamespace())
    return true;
  const SourceManager &SM = D.getASTContext().getSourceManager();
  const llvm::StringRef File = SM.getFilename(SM.getExpansionLoc(D.getLocation()));
  if (!SM.isInSystemHeader(D.getLocation()))
    return false;
  if (File.contains("/c++/") || File.contains("/bits/") || File.contains("/sys/") ||
      File.contains("/asm/") || File.contains("/linux/") || File.contains("/lib/clang/"))
    return true;
  static const llvm::StringRef Headers[] = {
      "aio.h",      "arpa/inet.h", "assert.h",   "complex.h",  "ctype.h",    "dirent.h",
      "dlfcn.h",    "errno.h",     "fcntl.h",    "fenv.h",     "fnmatch.h",  "ftw.h",
      "getopt.h",   "glob.h",      "grp.h",      "iconv.h",    "if.h",       "ifaddrs.h",
      "in.h",       "inet.h",      "inttypes.h", "langinfo.h", "libgen.h",   "libintl.h",
      "limits.h",   "link.h",      "locale.h",   "malloc.h",   "math.h",     "memory.h",
      "monetary.h", "mqueue.h",    "netdb.h",    "nl_types.h", "poll.h",     "pthread.h",
      "pwd.h",      "regex.h",     "resolv.h",   "sched.h",    "search.h",   "semaphore.h",
      "setjmp.h",   "signal.h",    "spawn.h",    "stdarg.h",   "stddef.h",   "stdint.h",
      "stdio.h",    "stdlib.h",    "string.h",   "strings.h",  "syslog.h",   "tcp.h",
      "termios.h",  "threads.h",   "time.h",     "uchar.h",    "ucontext.h", "ulimit.h",
      "unistd.h",   "utime.h",     "utmpx.h",    "wchar.h",    "wctype.h",   "wordexp.h",
      "error.h",    "execinfo.h"};
  return llvm::is_contained(Headers, llvm::sys::path::filename(File));
}

} // namespace leasehold
