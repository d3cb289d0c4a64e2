"""The table of scripts/robustness.sh: one run of the analyzer for each file of given directories."""

import argparse
import collections
import concurrent.futures
import json
import os
import random
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import threading
import time

# By what clang makes of the ending of a name.
LANGUAGES = {
    ".c": "c", ".i": "c",
    ".cpp": "c++", ".cc": "c++", ".cxx": "c++", ".C": "c++", ".c++": "c++", ".ii": "c++",
    ".cppm": "c++", ".ixx": "c++",
    ".m": "objective-c", ".mm": "objective-c++", ".M": "objective-c++",
}
DEFAULTS = {"c": "gnu17", "c++": "c++23", "objective-c": "gnu17", "objective-c++": "c++23"}

# What a test says of its flags is in its first lines: clang's RUN lines, GCC's dg- directives.
HEAD_BYTES = 8192
RUN = re.compile(r"RUN:(.*)")
STANDARD = re.compile(r"-std=(c|gnu|c\+\+|gnu\+\+)(\w\w)\b")
TARGET = re.compile(r"dg-do[^\n]*target[^\n]*\b(c\+\+)(\d\w)\b")
OPTIONS = re.compile(r'dg-(?:additional-)?options\s+"([^"]*)"')
LANGUAGE = re.compile(r"(?:^|\s)-x\s*(c|c\+\+|objective-c|objective-c\+\+)(?=\s|$)")
# Flags that change what the parser accepts and mean the same to clang's driver and in these lines.
FLAGS = re.compile(
    r"(?:^|\s)(-f(?:blocks|openmp|ms-extensions|no-exceptions|no-rtti|objc-arc|gnu-keywords|delayed-template-parsing"
    r"|coro-aligned-allocation|sized-deallocation|char8_t|permissive|nested-functions)"
    r"|-D\s?[\w]+(?:=[\w]+)?)(?=\s|$)")
SUMMARY = re.compile(r"^leasehold [^:]+: \d+ files?, (\d+) functions?, (\d+) findings?(.*)", re.M)
OVER_BUDGET = re.compile(r"(\d+) functions? over budget")
# A model that names what this one file does not have is told so; here it is meant to.
UNKNOWN_NAME = re.compile(r"^leasehold: error: model .*does not occur in the analysed files.*\n", re.M)
CRASHED = re.compile(r"the analysis crashed|crashed and was done again", re.M)
FINDING = re.compile(r"^(.+:\d+:\d+: (?:warning|error): .*\[leasehold-[\w-]+\])$", re.M)

OUTCOMES = ("parsed", "errors", "refused", "crash", "hang", "clang-crash", "clang-hang")


class Result:
    def __init__(self, path):
        self.path = path
        self.flags = []
        self.outcome = "refused"
        self.cpu = self.wall = 0.0
        self.rss = 0
        self.functions = self.over_budget = 0
        self.findings = []
        self.said = ""


def flags_for(path, head):
    """The language and standard that the file's own lines ask for; a guess is as good as none."""
    language = LANGUAGES[os.path.splitext(path)[1]]
    run = RUN.search(head)
    text = " ".join([run.group(1) if run else ""] + OPTIONS.findall(head))
    asked = LANGUAGE.search(text)
    if asked:
        language = asked.group(1)
    standard = STANDARD.search(text)
    if standard:
        std = standard.group(1) + standard.group(2)
    else:
        target = TARGET.search(head)
        std = "".join(target.groups()) if target else DEFAULTS[language]
    if ("++" in std) != ("++" in language):
        std = DEFAULTS[language]
    return ["-x", language, "-std=" + std] + [f.replace("-D ", "-D") for f in FLAGS.findall(text)]


def run(command, directory, cpu_limit, wall_limit):
    """Status, CPU and wall time, peak of memory in KiB and the two outputs; the status is None for
    what was stopped."""

    def limits():
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_limit, cpu_limit + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL, stdout=out,
                                   stderr=err, preexec_fn=limits)
        late = threading.Timer(wall_limit, process.kill)
        late.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        late.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)  # nobody has to wait for it again
        cpu = usage.ru_utime + usage.ru_stime
        stopped = wall >= wall_limit or cpu >= cpu_limit
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read(4 << 20).decode("utf-8", "replace"))
    return None if stopped else process.returncode, cpu, wall, usage.ru_maxrss, *texts


class Runner:
    def __init__(self, arguments):
        self.arguments = arguments

    def command(self, path, flags):
        if self.arguments.tidy:
            command = [self.arguments.clang_tidy, "-load", self.arguments.tidy,
                       "-checks=-*,leasehold-*", "--quiet"]
            if self.arguments.models:
                command.append("--config={CheckOptions: {leasehold.Models: '%s'}}"
                               % ";".join(self.arguments.models))
            return command + [path, "--"] + flags
        command = [self.arguments.leasehold, "check", "--no-facts", "-j", "1", "--color", "never"]
        for model in self.arguments.models:
            command += ["--models", model]
        return command + [path, "--"] + flags

    def analyse(self, path):
        result = Result(path)
        with open(path, "rb") as file:
            head = file.read(HEAD_BYTES).decode("utf-8", "replace")
        result.flags = flags_for(path, head) + ["-w"] + self.arguments.flags
        directory = os.path.dirname(path)
        status, result.cpu, result.wall, result.rss, out, err = run(
            self.command(path, result.flags), directory, self.arguments.cpu, 20 * self.arguments.cpu)
        err = UNKNOWN_NAME.sub("", err)
        result.said = err[-2000:]
        summary = SUMMARY.search(err)
        if summary:
            result.functions = int(summary.group(1))
            over = OVER_BUDGET.search(summary.group(3))
            result.over_budget = int(over.group(1)) if over else 0
        result.findings = sorted(set(FINDING.findall(out)))
        if status is None:
            result.outcome = "hang"
        elif status < 0 or status > 2 or CRASHED.search(err):
            result.outcome = "crash"
        elif status == 2 or self.arguments.tidy and "error:" in out:
            if self.arguments.tidy or "does not compile" in err:
                result.outcome = "errors"
            elif "leasehold: error:" not in err:
                result.outcome = "parsed"
        else:
            result.outcome = "parsed"
        if result.outcome in ("crash", "hang"):
            result.outcome = self.or_clang(result)
        return result

    def or_clang(self, result):
        """What the compiler alone does as well is no fault of the analysis."""
        command = [self.arguments.clang, "-fsyntax-only", "-fno-crash-diagnostics",
                   "-ferror-limit=0"] + result.flags
        status, *_ = run(command + [result.path], os.path.dirname(result.path), self.arguments.cpu,
                         20 * self.arguments.cpu)
        if status is None:
            return "clang-hang"
        if status < 0 or status > 1:
            return "clang-crash"
        return result.outcome


def sources(directory):
    for folder, folders, names in os.walk(directory):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            if os.path.splitext(name)[1] in LANGUAGES and os.path.isfile(path):
                yield os.path.realpath(path)


def row(name, results):
    count = collections.Counter(r.outcome for r in results)
    functions = sum(r.functions for r in results)
    over = sum(r.over_budget for r in results)
    share = f"{100 * over / functions:.3f} %" if functions else ""
    return [name, len(results), count["parsed"], count["errors"], count["refused"],
            sum(len(r.findings) for r in results), count["crash"], count["hang"],
            count["clang-crash"] + count["clang-hang"], functions, over, share,
            f"{max((r.cpu for r in results), default=0):.1f}",
            f"{max((r.rss for r in results), default=0) / 1024:.0f}"]


def table(rows):
    head = ["directory", "files", "parsed", "with errors", "refused", "findings", "crashes", "hangs",
            "clang's own", "functions", "over budget", "share", "slowest, s CPU", "most memory, MiB"]
    print("| " + " | ".join(head) + " |")
    print("| --- |" + " ---: |" * (len(head) - 1))
    for cells in rows:
        print("| " + " | ".join(str(c) for c in cells) + " |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--leasehold", required=True)
    parser.add_argument("--clang", required=True)
    parser.add_argument("--clang-tidy")
    parser.add_argument("--tidy", help="the module: clang-tidy with it, in place of the program")
    parser.add_argument("--models", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--cpu", type=int, default=60)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", help="everything that was seen, for comparing runs")
    parser.add_argument("--findings", action="store_true")
    given = sys.argv[1:]
    flags = given[given.index("--") + 1:] if "--" in given else []
    parser.add_argument("directories", nargs="+")
    arguments = parser.parse_args(given[:given.index("--")] if "--" in given else given)
    arguments.flags = flags
    arguments.models = [os.path.realpath(m) for m in arguments.models]

    runner = Runner(arguments)
    rows, everything = [], []
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs or os.cpu_count()) as pool:
        for directory in arguments.directories:
            paths = list(sources(directory))
            if arguments.sample and len(paths) > arguments.sample:
                paths = sorted(random.Random(arguments.seed).sample(paths, arguments.sample))
            results = []
            for result in pool.map(runner.analyse, paths):
                results.append(result)
                if result.outcome not in ("parsed", "errors"):
                    print(f"{result.outcome}: {result.path} -- {shlex.join(result.flags)}\n  "
                          + result.said.strip().replace("\n", "\n  "), file=sys.stderr)
                elif result.over_budget:
                    print(f"over budget ({result.over_budget}): {result.path} -- "
                          + shlex.join(result.flags), file=sys.stderr)
                if arguments.findings:
                    print("\n".join(result.findings), end="\n" if result.findings else "")
            rows.append(row(os.path.relpath(directory), results))
            everything += results
            print(f"{rows[-1][0]}: {len(results)} files", file=sys.stderr, flush=True)
    if len(rows) > 1:
        rows.append(row("all", everything))
    table(rows)
    slowest = max(everything, key=lambda r: r.cpu, default=None)
    largest = max(everything, key=lambda r: r.rss, default=None)
    if slowest:
        print(f"\nslowest: {os.path.relpath(slowest.path)}, {slowest.cpu:.1f} s of CPU\n"
              f"most memory: {os.path.relpath(largest.path)}, {largest.rss / 1024:.0f} MiB")
    if arguments.json:
        with open(arguments.json, "w") as file:
            json.dump([vars(r) for r in everything], file, indent=1)
    return 1 if any(r.outcome in ("crash", "hang") for r in everything) else 0


sys.exit(main())
