// leasehold-monitor: watches pools, probes databases, proposes sizes.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "commands.h"
#include <iostream>
#include <unistd.h>

int main(int argc, char **argv) {
  leasehold::tools::watch_for_interrupts();
  return leasehold::tools::run({argv + 1, argv + argc}, std::cout, std::cerr, isatty(1) == 1);
}
