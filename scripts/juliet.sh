#!/usr/bin/env bash
# Runs `leasehold check` over the handle directories of a checked-out Juliet C/C++ suite and prints,
# by CWE and flow variant, how many bad functions were found and how many good ones reported.
#   scripts/juliet.sh DIR               all directories about handles
#   scripts/juliet.sh DIR CWE775 ...    only these
#   MISSES=1 scripts/juliet.sh ...      names what was missed and what was falsely reported, too
#   BUILD=build-19, JOBS=2              another build directory; files at a time (default: all cores)
# DIR has `testcases/` and `testcasesupport/`. Which test cases count: see bench/juliet/juliet.py.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

die() {
  printf 'juliet.sh: %s\n' "$*" >&2
  exit 2
}

[ $# -ge 1 ] || die "usage: scripts/juliet.sh DIR [CWE...], where DIR is a checkout of the suite"
suite=$1
shift
[ -d "$suite" ] || die "there is no directory $suite"
for part in testcases testcasesupport/std_testcase.h; do
  [ -e "$suite/$part" ] || die "$suite is no Juliet checkout: $part is missing in it"
done
build=${BUILD:-build}
case $build in /*) ;; *) build=$top/$build ;; esac
[ -x "$build/bin/leasehold" ] || die "no $build/bin/leasehold: run scripts/test.sh, or set BUILD"
command -v python3 >/dev/null || die "python3 is needed for the table"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$top/bench/juliet/juliet.py" --leasehold "$build/bin/leasehold" \
  --models "$top/bench/juliet/handles.json" --work "$work" --jobs "${JOBS:-0}" \
  ${MISSES:+--misses} "$suite" "$@"
