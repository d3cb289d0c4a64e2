// What a program's command line is, for others than its --help: shells that complete it, and man.
// All from the description that parses it, so that they cannot say anything else. Also for
// leasehold itself.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_TOOLS_DESCRIBE_H
#define LEASEHOLD_TOOLS_DESCRIBE_H

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace leasehold::tools {

/// The values that an argument can have, beside those that the parser itself insists on:
/// by type name, as in {"CHECK", {"leasehold-slow-call", ...}}.
using Values = std::map<std::string, std::vector<std::string>>;

/// A script for bash or zsh.
std::string completion(const CLI::App &app, const std::string &shell, const Values &values = {});

/// A page for man(1), with these sections after those that the description gives.
std::string manual(const CLI::App &app, const std::string &version,
                   const std::vector<std::pair<std::string, std::string>> &sections);

} // namespace leasehold::tools

#endif // LEASEHOLD_TOOLS_DESCRIBE_H
