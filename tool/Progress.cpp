//===- Progress.cpp - what is going on, and what went wrong ---------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Progress.h"
#include "Program.h"
#include "output/Text.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace leasehold {

Progress progressOnTerminal() {
  if (!llvm::sys::Process::StandardErrIsDisplayed())
    return nullptr;
  return [](unsigned Round, unsigned Done, unsigned Of, const std::string &File) {
    // Cut to what fits, so that the line stays one line.
    unsigned Columns = llvm::sys::Process::StandardErrColumns();
    std::string Text = "[" + std::to_string(Done) + "/" + std::to_string(Of) +
                       (Round > 1 ? ", round " + std::to_string(Round) : "") + "] " +
                       shownPath(File);
    if (Columns > 1 && Text.size() >= Columns)
      Text.resize(Columns - 1);
    llvm::errs() << "\r\033[K" << Text;
    if (Done == Of)
      llvm::errs() << "\r\033[K";
  };
}

bool complainOfFiles(const DriverResult &Result) {
  bool Any = false;
  for (const FileResult &F : Result.files) {
    if (F.failure.empty())
      continue;
    Any = true;
    complain(shownPath(F.file) + ": " + F.failure);
  }
  return Any;
}

} // namespace leasehold
