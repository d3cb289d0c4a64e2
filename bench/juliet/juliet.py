"""The table of scripts/juliet.sh: one whole-program run over the suite's handle directories."""

import argparse
import collections
import json
import os
import re
import subprocess
import sys
import time

# The selection, in one place. Directories of these weaknesses are looked into...
DIRECTORIES = re.compile(r"^CWE(404|415|416|459|675|772|773|775)_")
# ... and of the test cases there, those whose name (after the `__`) says that the resource is a
# stream, a descriptor or the like. Of the rest, `w32` cases need Windows' API; what remains is
# about memory (malloc, new) or about the name of a temporary file, not about a handle.
WINDOWS = re.compile(r"w32")
HANDLES = re.compile(r"^(fopen|freopen|open|creat|socket|accept|opendir|tmpfile|popen)(_|$)")
# Using or releasing twice rather than never: another check's business, and totals of its own.
AFTERWARDS = ("CWE415", "CWE416", "CWE675")

# What the model's functions are declared in.
HEADERS = ("stdio", "stdlib", "dirent", "fcntl", "unistd", "sys/socket")

# CWE775_..._Handle__fopen_no_close_51b.c: the case without its flow variant, the variant, the part.
NAME = re.compile(r"^((CWE\d+)_\w+?__(\w+?))_(\d\d)([a-e]|_bad|_good\w*)?\.(c|cpp)$")
# In the suite functions begin and end in the first column, namespaces or not.
HEAD = re.compile(r"^[A-Za-z][\w\s:*&<>,]*?([\w:~]+)\s*\(")
GOOD = re.compile(r"good(?:G2B|B2G)?\d*")
FINDING = re.compile(r"^(.*?):(\d+):\d+: \w+: .*\[(leasehold-[\w-]+)\]$")


class Case:
    """The files of one test case: one bad function and some good ones."""

    def __init__(self, cwe, flow):
        self.cwe, self.flow = cwe, flow
        self.files, self.good, self.reported = [], set(), set()
        self.found = False


def select(suite, wanted):
    cases, skipped = {}, collections.Counter()
    for folder, _, names in os.walk(os.path.join(suite, "testcases")):
        for name in sorted(names):
            match = NAME.match(name)
            if not match or not DIRECTORIES.match(name):
                continue
            stem, cwe, what, flow = match.group(1, 2, 3, 4)
            if wanted and cwe not in wanted:
                continue
            if WINDOWS.search(what):
                skipped[cwe, "Windows only", stem, flow] += 1
            elif not HANDLES.search(what):
                skipped[cwe, "not about handles", stem, flow] += 1
            else:
                case = cases.setdefault((stem, flow), Case(cwe, flow))
                case.files.append(os.path.join(folder, name))
    return cases, skipped


def functions(path):
    """(first line, last line, name) of the functions of a file of the suite."""
    found, head = [], None
    with open(path, encoding="latin-1") as source:
        for number, line in enumerate(source, 1):
            if line.startswith("}") and head:
                found.append((head[0], number, head[1]))
                head = None
            elif match := HEAD.match(line):
                if not line.rstrip().endswith(";"):
                    head = (number, match.group(1))
            elif line.strip() in ("#ifdef INCLUDEMAIN",):
                break
    return found


def side(name):
    """`bad`, or which of the good ones a function (or what it calls) belongs to."""
    # The last part: of CWE..._51b_goodB2GSink, and of CWE..._83_bad::~CWE..._83_bad.
    last = name.split("::")[-2 if "::" in name else -1]
    last = re.sub(r"^~?CWE\d+_.*__\w*?_\d\d[a-e]?_?", "", last) or last
    if "bad" in last:
        return "bad"
    match = GOOD.search(last)
    return match.group(0) if match else None


def percent(part, whole):
    return f"{100 * part / whole:5.1f} %" if whole else "      -"


def main():
    args = argparse.ArgumentParser()
    args.add_argument("suite")
    args.add_argument("wanted", nargs="*")
    args.add_argument("--leasehold", required=True)
    args.add_argument("--models", required=True)
    args.add_argument("--work", required=True)
    args.add_argument("--jobs", type=int, default=0)
    args.add_argument("--misses", action="store_true")
    args = args.parse_args()
    suite = os.path.abspath(args.suite)

    cases, skipped = select(suite, {w.split("_")[0].upper() for w in args.wanted})
    if not cases:
        sys.exit("juliet.sh: no test cases about handles in " + suite)
    support = os.path.join(suite, "testcasesupport")
    owner, spans, database = {}, {}, []
    for case in cases.values():
        for path in case.files:
            owner[path] = case
            spans[path] = functions(path)
            for _, _, name in spans[path]:
                if (which := side(name)) and which not in ("bad", "good"):
                    case.good.add(which)
    # A model must not speak of what no file declares.
    declares = os.path.join(args.work, "declares.c")
    with open(declares, "w") as out:
        out.write("".join(f"#include <{h}.h>\n" for h in HEADERS))
    for path in [*owner, os.path.join(support, "io.c"), declares]:
        compiler = "c++" if path.endswith(".cpp") else "cc"
        database.append({"directory": args.work, "file": path,
                         "arguments": [compiler, "-D_GNU_SOURCE", "-I" + support, "-c", path]})
    with open(os.path.join(args.work, "compile_commands.json"), "w") as out:
        json.dump(database, out)

    command = [args.leasehold, "check", "-p", args.work, "--models", args.models, "--color", "never"]
    if args.jobs:
        command += ["-j", str(args.jobs)]
    start = time.monotonic()
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                         errors="replace", cwd="/")
    seconds = time.monotonic() - start
    if run.returncode not in (0, 1):
        sys.exit("juliet.sh: leasehold check failed:\n" + run.stderr)

    checks, elsewhere = collections.Counter(), 0
    for line in run.stdout.splitlines():
        match = FINDING.match(line)
        if not match:
            continue
        path, number = os.path.join("/", match.group(1)), int(match.group(2))
        name = next((n for a, b, n in spans.get(path, ()) if a <= number <= b), None)
        which = side(name) if name else None
        if not which:
            elsewhere += 1
            continue
        checks[match.group(3)] += 1
        if which == "bad":
            owner[path].found = True
        else:
            owner[path].reported.add(which)

    rows = collections.defaultdict(lambda: [0, 0, 0, 0])
    for (stem, flow), case in sorted(cases.items()):
        # A finding in the wrapper good() itself counts as one.
        good = len(case.good | case.reported)
        group = "afterwards" if case.cwe in AFTERWARDS else "leaks"
        for key in ((case.cwe, flow), (case.cwe, "all"), (group, "all"), ("both", "all")):
            for i, n in enumerate((1, case.found, good, len(case.reported))):
                rows[key][i] += n
        if args.misses:
            if not case.found:
                print("missed  ", f"{stem}_{flow}")
            for which in sorted(case.reported):
                print("reported", f"{stem}_{flow}", which)

    print(f"{'directory':11} {'flow':>4} {'bad':>5} {'found':>6}         {'good':>5} {'reported':>9}")
    for (name, flow), (bad, found, good, reported) in sorted(
            rows.items(), key=lambda row: (not row[0][0].startswith("CWE"), row[0])):
        print(f"{name:11} {flow:>4} {bad:5} {found:6} {percent(found, bad)} {good:5} {reported:9} "
              f"{percent(reported, good)}")
    print()
    for (cwe, why), count in sorted(collections.Counter(k[:2] for k in skipped).items()):
        print(f"skipped {cwe}: {count} test cases, {why}")
    print(f"{len(database)} files in {seconds:.1f} s; findings: "
          + (", ".join(f"{n} {c}" for c, n in sorted(checks.items())) or "none")
          + (f"; {elsewhere} outside of good and bad functions" if elsewhere else ""))
    for group in ("leaks", "afterwards", "both"):
        if (group, "all") in rows:
            bad, found, good, reported = rows[group, "all"]
            print(f"juliet/{group}/found {found / bad:.3f}")
            print(f"juliet/{group}/reported {reported / max(good, 1):.3f}")


main()
