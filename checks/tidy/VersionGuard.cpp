//===- VersionGuard.cpp - the module in the right host, or not at all -----===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// This is all of leasehold-tidy-module.so. clang-tidy of another release would load a module that
// holds the checks without a word and run none of them, or refuse it with a message and go on to a
// status of 0. So the checks are in a library beside this one, and it is loaded when the host is
// the clang that it was built with; otherwise the run ends here.
//
// Nothing here may need a symbol of LLVM, except through dlsym: the module has to load everywhere.
//
//===----------------------------------------------------------------------===//

#include "clang/Basic/Version.inc" // macros only
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <string>
#include <string_view>
#include <unistd.h>

namespace {

constexpr std::string_view BuiltFor = CLANG_VERSION_STRING;
/// What that clang says of itself, empty when it could not be asked.
constexpr std::string_view BuiltForInFull = LEASEHOLD_CLANG_FULL_VERSION;

[[noreturn]] void fail(const std::string &Message) {
  // Not exit(): it would run the destructors of a host that is not yet, or not rightly, set up.
  (void)std::fflush(stdout);
  (void)std::fprintf(stderr, "leasehold: %s\n", Message.c_str());
  (void)std::fflush(stderr);
  _exit(1);
}

/// `22.1.8` of `Debian clang version 22.1.8 (1~deb12u1)`.
std::string_view versionIn(std::string_view Full) {
  constexpr std::string_view Before = "clang version ";
  const size_t At = Full.find(Before);
  if (At == std::string_view::npos)
    return Full;
  Full.remove_prefix(At + Before.size());
  return Full.substr(0, Full.find(' '));
}

void checkHost() {
  // clang::getClangFullVersion(), in libstdc++'s terms.
  using FullVersion = std::string (*)();
  auto *Ask =
      reinterpret_cast<FullVersion>(dlsym(RTLD_DEFAULT, "_ZN5clang19getClangFullVersionB5cxx11Ev"));
  const std::string Built(BuiltFor);
  if (!Ask)
    fail("this module was built for clang-tidy " + Built +
         ", but is loaded into a program that shows no clang of this kind: use the clang-tidy of "
         "the packages that the module was built with");
  const std::string Host = Ask();
  const std::string_view Version = versionIn(Host);
  if (Version != BuiltFor)
    fail("this module was built for clang " + Built + ", but is loaded into clang " +
         std::string(Version) + ": use the module built for it (cmake -DLEASEHOLD_LLVM=" +
         std::string(Version.substr(0, Version.find('.'))) + "), or clang-tidy " + Built);
  // Between two releases the version stays the same and the interface does not.
  if (BuiltFor.find_first_not_of("0123456789.") != std::string_view::npos &&
      !BuiltForInFull.empty() && Host.find(BuiltForInFull) == std::string::npos)
    fail("this module was built for '" + std::string(BuiltForInFull) + "', but is loaded into '" +
         Host + "': use the module built for it");
}

std::string directoryOf(const std::string &File) {
  const size_t Slash = File.rfind('/');
  return Slash == std::string::npos ? "." : File.substr(0, Slash);
}

void loadChecks() {
  Dl_info Self;
  if (!dladdr(reinterpret_cast<void *>(&loadChecks), &Self) || !Self.dli_fname)
    fail("cannot tell where the module was loaded from");
  // Beside the module, or beside the file that it is a link to.
  std::string Checks = directoryOf(Self.dli_fname) + "/" LEASEHOLD_TIDY_CHECKS;
  if (access(Checks.c_str(), R_OK) != 0)
    if (char *Real = realpath(Self.dli_fname, nullptr)) {
      Checks = directoryOf(Real) + "/" LEASEHOLD_TIDY_CHECKS;
      std::free(Real); // NOLINT(cppcoreguidelines-no-malloc): realpath's
    }
  // All symbols now: one that is missing should end the run here, not in the middle of it.
  if (!dlopen(Checks.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    const char *Why = dlerror();
    fail("cannot load the checks that belong beside the module: " +
         std::string(Why ? Why : Checks.c_str()));
  }
}

[[gnu::constructor]] void guard() {
  checkHost();
  loadChecks();
}

} // namespace
