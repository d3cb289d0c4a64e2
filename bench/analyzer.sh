#!/usr/bin/env bash
# What the analyzer costs, side by side in one run. Prints "name ratio" lines:
#   check/UNIT   CPU time of `leasehold check` over that of `clang++ -fsyntax-only`
#   module/UNIT  CPU time of clang-tidy with one trivial check and all of ours over without ours
# Library headers dominate all units. Each command is run ROUNDS times
# (default 7), taking turns so that a noisy machine harms all alike; the fastest run counts.
# METER=instructions counts instructions under valgrind instead, once: slow, and the same each time.
#   bench/analyzer.sh [check|module]     BUILD=build-19 for another build directory
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

what=${1:-all}
build=${BUILD:-build}
rounds=${ROUNDS:-7}
version=22
[ "$build" != build-19 ] || version=19
leasehold=$build/bin/leasehold
module=$build/lib/leasehold-tidy-module.so
[ -x "$leasehold" ] || {
  echo "$0: no $leasehold here: run scripts/test.sh, or set BUILD" >&2
  exit 2
}

# Units as services have them, which use what they include; then two of the inputs, which hardly do.
units=(
  bench/units/gateway.cpp
  bench/units/broker.cpp
  bench/units/rest.cpp
  test-inputs/websocket-lifetime/beast_read_in_helper_under_lease.cpp
  test-inputs/unfinished-transaction/qt_return_before_commit.cpp
)

meter=${METER:-time}
[ "$meter" = time ] || rounds=1

# CPU seconds, user and system, or instructions, of a command that may fail.
cost() {
  if [ "$meter" = instructions ]; then
    { valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null || true; } |
      awk '/Collected :/ { print $4 }'
    return
  fi
  local TIMEFORMAT='%U %S'
  { time "$@" >/dev/null 2>&1 || true; } 2>&1 | awk '{ print $1 + $2 }'
}

smaller() { awk -v a="$1" -v b="$2" 'BEGIN { print (b == "" || a < b) ? a : b }'; }

# compare NAME: the commands in the arrays `ours` and `theirs`.
compare() {
  local i mine="" yours=""
  for ((i = 0; i < rounds; i++)); do
    yours=$(smaller "$(cost "${theirs[@]}")" "$yours")
    mine=$(smaller "$(cost "${ours[@]}")" "$mine")
  done
  awk -v n="$1" -v a="$mine" -v b="$yours" 'BEGIN { printf "%s %.2f\n", n, a / b }'
}

for file in "${units[@]}"; do
  name=$(basename "$file" .cpp)
  read -r -a flags < <(sed -n 's,^// flags: ,,p' "$file"; echo)
  flags+=(-Itest-inputs/include)
  if [ "$what" != module ]; then
    ours=("$leasehold" check "$file" -- "${flags[@]}")
    theirs=("clang++-$version" -fsyntax-only "${flags[@]}" "$file")
    compare "check/$name"
  fi
  if [ "$what" != check ]; then
    trivial=readability-avoid-const-params-in-decls
    ours=("clang-tidy-$version" "-load=$module" "-checks=-*,$trivial,leasehold-*" "$file" -- "${flags[@]}")
    theirs=("clang-tidy-$version" "-checks=-*,$trivial" "$file" -- "${flags[@]}")
    compare "module/$name"
  fi
done
