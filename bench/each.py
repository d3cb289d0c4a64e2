#!/usr/bin/env python3
# Runs a compiler over each file of a compile database, for bench/analyzer.sh.
#
# Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#   bench/each.py COMPILER DIR OPTION [N]   each Nth file (default: every one) with its own flags and
#                                           OPTION instead of -c
#   bench/each.py --share DIR N         prints how many files there are for one that this takes
#   bench/each.py --touch DIR OUT       writes a database to OUT in which the first file has one more
#                                       flag that changes nothing
#   bench/each.py --first DIR           prints the first file
import json
import os
import shlex
import subprocess
import sys


def entries(directory):
    seen = set()
    with open(os.path.join(directory, "compile_commands.json"), encoding="utf-8") as database:
        for entry in json.load(database):
            path = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
            if path not in seen:
                seen.add(path)
                yield path, entry


def arguments(entry):
    return entry.get("arguments") or shlex.split(entry["command"])


def flags(entry):
    out = []
    skip = False
    for argument in arguments(entry)[1:]:
        if skip:
            skip = False
        elif argument in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif argument not in ("-c", "-MD", "-MMD", "-MP"):
            out.append(argument)
    return out


def main():
    if sys.argv[1] == "--first":
        print(next(entries(sys.argv[2]))[0])
    elif sys.argv[1] == "--share":
        files = list(entries(sys.argv[2]))
        print(len(files) / len(files[:: int(sys.argv[3])]))
    elif sys.argv[1] == "--touch":
        os.makedirs(sys.argv[3])
        database = [entry for _, entry in entries(sys.argv[2])]
        first = dict(database[0])
        first["arguments"] = arguments(first) + ["-DLEASEHOLD_BENCH_CHANGED"]
        first.pop("command", None)
        with open(os.path.join(sys.argv[3], "compile_commands.json"), "w", encoding="utf-8") as out:
            json.dump([first] + database[1:], out)
    else:
        compiler, directory, option = sys.argv[1:4]
        step = int(sys.argv[4]) if len(sys.argv) > 4 else 1
        for path, entry in list(entries(directory))[::step]:
            language = ["-x", "c"] if path.endswith(".c") else []
            subprocess.run(
                [compiler, "-w", option, "-o", os.devnull, *language, *flags(entry)],
                cwd=entry["directory"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )


main()
