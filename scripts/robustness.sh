#!/usr/bin/env bash
# Runs `leasehold check` over every C, C++ and Objective-C++ file below some directories, each alone,
# whether it compiles or not, and prints what became of them: docs/robustness.md.
#   scripts/robustness.sh DIR... [-- FLAGS]   FLAGS (-I...) for all files
#   SAMPLE=500                 so many files of each DIR, chosen at random; SEED=1 says which
#   MODELS=hostile             with the models in bench/robustness: leases everywhere
#   MODELS=FILE                with a model file of your own
#   FACE=tidy                  in clang-tidy, with the module, in place of the program
#   CPU=60                     seconds of processor time after which it hangs
#   FINDINGS=1, JSON=FILE      prints the findings; writes all that was seen
#   BUILD=build-19, JOBS=2     another build directory; files at a time (default: all cores)
# The standard and some flags are read from what tests of clang (RUN:) and GCC (dg-) say in their first
# lines; else C++23. What clang alone does as well with a file, crash or hang, is counted apart. The
# exit status is 1 when the analysis crashed or hung.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

die() {
  printf 'robustness.sh: %s\n' "$*" >&2
  exit 2
}

[ $# -ge 1 ] || die "usage: scripts/robustness.sh DIR... [-- FLAGS]"
for each in "$@"; do
  [ "$each" != -- ] || break
  [ -d "$each" ] || die "there is no directory $each"
done
build=${BUILD:-build}
case $build in /*) ;; *) build=$top/$build ;; esac
[ -x "$build/bin/leasehold" ] || die "no $build/bin/leasehold: run scripts/test.sh, or set BUILD"
command -v python3 >/dev/null || die "python3 is needed for the table"
llvm=$(sed -n 's/^LEASEHOLD_LLVM:[^=]*=//p' "$build/CMakeCache.txt")

options=(--leasehold "$build/bin/leasehold" --clang "clang-$llvm")
case ${MODELS:-} in
  '') ;;
  hostile) options+=(--models "$top/bench/robustness/leases.json" --models "$top/bench/robustness/names.json") ;;
  *) options+=(--models "$MODELS") ;;
esac
case ${FACE:-check} in
  check) ;;
  tidy) options+=(--clang-tidy "clang-tidy-$llvm" --tidy "$build/lib/leasehold-tidy-module.so") ;;
  *) die "FACE is check or tidy" ;;
esac
exec python3 "$top/bench/robustness/robustness.py" "${options[@]}" --jobs "${JOBS:-0}" \
  --cpu "${CPU:-60}" --sample "${SAMPLE:-0}" --seed "${SEED:-1}" ${JSON:+--json "$JSON"} \
  ${FINDINGS:+--findings} "$@"
