//===- Cli.h - leasehold's command line, as tests run it ------ -*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_TESTS_CLI_H
#define LEASEHOLD_TESTS_CLI_H

#include "Process.h"
#include "TestPaths.h"
#include <gtest/gtest.h>

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {

using Strings = std::vector<std::string>;

const std::string Pg = "extern \"C\" { struct pg_conn; pg_conn *PQconnectdb(const char *);\n"
                       "void PQfinish(pg_conn *); unsigned sleep(unsigned); }\n";
/// Three lines with a finding in each of the first two that follow `Pg`.
const std::string Bad = Pg + "void f() { PQconnectdb(\"\"); }\n"
                             "void g(pg_conn *c) { sleep(60); }\n"
                             "void h(pg_conn *c) {}\n";
const std::string Good = Pg + "void f() { pg_conn *c = PQconnectdb(\"\"); PQfinish(c); }\n";
const std::string Broken = "#include \"no_such_header.h\"\nint main() { return undeclared; }\n";

const Place Leak{"bad.cpp", 3, "unguarded-acquire", ""};
const Place Slow{"bad.cpp", 4, "slow-call", ""};

class Cli : public testing::Test {
protected:
  /// `leasehold ARGUMENTS...` in the temporary directory.
  [[nodiscard]] Outcome leasehold(Strings Arguments, const std::string &Below = "") const {
    Arguments.insert(Arguments.begin(), LEASEHOLD_PROGRAM);
    return run(Arguments, D.path() + "/" + Below);
  }
  [[nodiscard]] Outcome check(Strings Arguments, const std::string &Below = "") const {
    Arguments.insert(Arguments.begin(), "check");
    return leasehold(std::move(Arguments), Below);
  }

  /// A compilation database in build/ with one entry for each of these files.
  void database(const Strings &Files) const {
    std::string Text;
    for (const std::string &File : Files)
      Text += std::string(Text.empty() ? "[" : ",") + "\n  {\"directory\": \"" + D.path() +
              "\", \"file\": \"" + File + "\", \"command\": \"c++ -std=c++20 -c " + File + "\"}";
    (void)D.write("build/compile_commands.json", Text + "\n]\n");
  }

  TemporaryDirectory D;
};

inline void expectFindings(const Outcome &O, const std::vector<Place> &Expected) {
  EXPECT_EQ(compare(Expected, findings(diagnostics(O.out))), "") << O.str();
}

inline void expectSays(const Outcome &O, const std::string &Text) {
  EXPECT_NE(O.err.find(Text), std::string::npos) << "expected on stderr: " << Text << "\n"
                                                 << O.str();
}

} // namespace leasehold::test
#endif // LEASEHOLD_PROGRAM

#endif // LEASEHOLD_TESTS_CLI_H
