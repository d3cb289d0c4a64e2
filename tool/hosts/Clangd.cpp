//===- Clangd.cpp - clangd with the checks in -----------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// clangd runs the checks of clang-tidy that are linked in, but only those that a list of its own
// calls fast, and only when a .clang-tidy or a .clangd asks for them. What decides that are two
// functions; the linker (--wrap) leads their callers here. Whoever names our checks in a
// configuration is obeyed: `-leasehold-suspend` there takes that one away.
//
//===----------------------------------------------------------------------===//

#include "clang-tidy/ClangTidyOptions.h"
#include "hosts/Arguments.h"
#include "llvm/ADT/FunctionExtras.h"
#include <optional>
#include <string>

namespace clang::clangd {

int clangdMain(int Count, char **Values);

// As in clangd's TidyProvider.h, which no package has.
using TidyProvider =
    llvm::unique_function<void(tidy::ClangTidyOptions &, /*Filename=*/llvm::StringRef) const>;

TidyProvider theirCombine(std::vector<TidyProvider>) asm("__real_" LEASEHOLD_CLANGD_COMBINE);
TidyProvider ourCombine(std::vector<TidyProvider>) asm("__wrap_" LEASEHOLD_CLANGD_COMBINE);
std::optional<bool> theirIsFast(llvm::StringRef) asm("__real_" LEASEHOLD_CLANGD_IS_FAST);
std::optional<bool> ourIsFast(llvm::StringRef) asm("__wrap_" LEASEHOLD_CLANGD_IS_FAST);

TidyProvider ourCombine(std::vector<TidyProvider> Providers) {
  Providers.push_back([](tidy::ClangTidyOptions &Options, llvm::StringRef) {
    if (Options.Checks && !llvm::StringRef(*Options.Checks).contains("leasehold"))
      *Options.Checks += ",leasehold-*";
  });
  return theirCombine(std::move(Providers));
}

std::optional<bool> ourIsFast(llvm::StringRef Check) {
  return Check.starts_with("leasehold-") ? true : theirIsFast(Check);
}

} // namespace clang::clangd

int main(int Count, char **Values) {
  leasehold::Arguments All(Values, Values + Count);
  std::string Resources;
  leasehold::sayVersion(All, "leasehold-clangd");
  if (std::optional<std::string> Directory = leasehold::resourceDirectory();
      Directory && !leasehold::given(All, {"resource-dir"})) {
    Resources = "--resource-dir=" + *Directory;
    All.insert(All.begin() + 1, Resources.c_str());
  }
  All.push_back(nullptr);
  return clang::clangd::clangdMain(static_cast<int>(All.size() - 1),
                                   const_cast<char **>(All.data()));
}
