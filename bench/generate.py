#!/usr/bin/env python3
# A program of many files, to measure how the analysis grows.
#
# Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#   bench/generate.py --files N [--functions F] [--depth D] [--sessions S] OUT
#
# writes N source files and a compile database to OUT. Each file has F functions. Function k of file
# i calls function k of file i+1, and so on, D files deep; the last of a chain sleeps when k is even.
# S files in the whole program (default N/10) acquire a session, hold it across a call into such a
# chain, and give it back on all paths but one. So there are S leaks, and S/2 slow calls (k goes
# with the number of the session), which `leasehold check -p OUT` has to find whatever N is.
import argparse
import json
import os

PRELUDE = """struct PGconn;
extern "C" {
PGconn *PQconnectdb(const char *);
void PQfinish(PGconn *);
unsigned sleep(unsigned);
}
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, required=True)
    parser.add_argument("--functions", type=int, default=10)
    parser.add_argument("--depth", type=int, default=5)
    parser.add_argument("--sessions", type=int)
    parser.add_argument("out")
    a = parser.parse_args()
    sessions = a.files // 10 if a.sessions is None else a.sessions
    every = max(1, a.files // max(1, sessions))
    os.makedirs(a.out, exist_ok=True)
    database = []
    for i in range(a.files):
        lines = [PRELUDE]
        last = i % a.depth == a.depth - 1 or i == a.files - 1
        for k in range(a.functions):
            if last:
                body = "sleep(60);" if k % 2 == 0 else "n += 1;"
            else:
                lines.append(f"int step_{i + 1}_{k}(int);")
                body = f"n = step_{i + 1}_{k}(n + {k});"
            lines.append(
                f"int step_{i}_{k}(int n) {{\n"
                f"  for (int j = 0; j < {k + 2}; ++j)\n    n += j;\n"
                f"  if (n > {i}) {{\n    {body}\n  }}\n  return n;\n}}"
            )
        number, rest = divmod(i, every)
        if rest == 0 and number < sessions:
            lines.append(
                f"int use_{i}(int n) {{\n"
                '  PGconn *session = PQconnectdb("");\n'
                "  if (!session)\n    return 1;\n"
                "  if (n == 7)\n    return 2;\n"
                f"  n = step_{i}_{number % 2}(n);\n"
                "  PQfinish(session);\n  return n;\n}"
            )
        name = f"file_{i}.cpp"
        with open(os.path.join(a.out, name), "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
        database.append(
            {
                "directory": os.path.abspath(a.out),
                "file": name,
                "command": f"c++ -std=c++20 -c {name}",
            }
        )
    with open(os.path.join(a.out, "compile_commands.json"), "w", encoding="utf-8") as out:
        json.dump(database, out, indent=0)


main()
