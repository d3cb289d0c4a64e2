#!/usr/bin/env bash
# What the analyzer costs, side by side in one run. Prints "name ratio" lines:
#   check/UNIT   CPU time of `leasehold check` over that of `clang++ -fsyntax-only`
#   module/UNIT  CPU time of clang-tidy with one trivial check and all of ours over without ours
#   clangd/UNIT  time from an edit to the diagnostics, of leasehold-clangd over that of clangd
# Library headers dominate all units. Each command is run ROUNDS times
# (default 7), taking turns so that a noisy machine harms all alike; the fastest run counts.
# Whole programs, each run once (CPU time; take turns yourself by running it twice):
#   cold/NAME     `leasehold check -p` from nothing over `clang++ -fsyntax-only` of each file
#   analyze/NAME  the same over `clang++ --analyze` of each file
#   rerun/NAME    a second run on the unchanged program over the first
#   changed/NAME  a run after a line was added to one file, beyond that file's own analysis, over the first
#   scale/N       CPU seconds of generated programs of N files, per file, over those of 100 files
#   check/memory  peak memory of `leasehold check` of the last of them, in bytes per function
#   link/memory   the same of `leasehold link`
# METER=instructions counts instructions under valgrind instead, once: slow, and the same each time.
#   bench/analyzer.sh [check|module|clangd]     BUILD=build-19 for another build directory
#   bench/analyzer.sh program DIR        DIR has a compile_commands.json; nothing is written to it
#                                        EACH=8: clang runs on each eighth file, and its time counts eightfold
#   bench/analyzer.sh scale              FILES="100 1000 10000" FUNCTIONS=10 (of each file)
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

# CPU seconds and kilobytes, in this order, of a command that may fail.
measured() {
  local out
  out=$(mktemp)
  /usr/bin/time -o "$out" -f '%U %S %M' "$@" >/dev/null 2>&1 || true
  awk 'END { print $1 + $2, $3 }' "$out"
  rm -f "$out"
}
seconds() { measured "$@" | cut -d' ' -f1; }
ratio() { awk -v n="$1" -v a="$2" -v b="$3" 'BEGIN { printf "%s %.3f\n", n, a / b }'; }

program() {
  local dir=$1 name work first
  [ -f "$dir/compile_commands.json" ] || {
    echo "$0: no compile_commands.json in $dir" >&2
    exit 2
  }
  name=$(basename "$(cd "$dir" && pwd)")
  work=$(mktemp -d)
  # One at a time, as the compiler is run: two threads of one core make each other's seconds longer.
  local check=("$leasehold" check -j1 -p "$dir" --facts-dir "$work/facts")
  first=$(seconds "${check[@]}")
  local each=${EACH:-1} share
  share=$(python3 bench/each.py --share "$dir" "$each")
  clang() {
    seconds python3 bench/each.py "clang++-$version" "$dir" "$1" "$each" | awk -v n="$share" '{ print $1 * n }'
  }
  ratio "cold/$name" "$first" "$(clang -fsyntax-only)"
  ratio "analyze/$name" "$first" "$(clang --analyze)"
  ratio "rerun/$name" "$(seconds "${check[@]}")" "$first"
  # Another command is another unit: as good as a changed file, and the sources stay as they are.
  python3 bench/each.py --touch "$dir" "$work/changed"
  local alone again
  alone=$(seconds "$leasehold" check -p "$work/changed" --no-facts "$(python3 bench/each.py --first "$dir")")
  again=$(seconds "$leasehold" check -p "$work/changed" --facts-dir "$work/facts")
  awk -v n="changed/$name" -v a="$again" -v o="$alone" -v f="$first" \
    'BEGIN { printf "%s %.3f\n", n, (a > o ? a - o : 0) / f }'
  rm -rf "$work"
}

scale() {
  local work n base="" seconds kilobytes functions
  work=$(mktemp -d)
  for n in ${FILES:-100 1000 10000}; do
    rm -rf "$work"/*
    python3 bench/generate.py --files "$n" --functions "${FUNCTIONS:-10}" "$work"
    read -r seconds kilobytes < <(measured "$leasehold" check -j1 -p "$work")
    seconds=$(awk -v s="$seconds" -v n="$n" 'BEGIN { print s / n }')
    ratio "scale/$n" "$seconds" "${base:=$seconds}"
  done
  functions=$(awk -v n="$(wc -l < "$work/.leasehold/program.facts")" 'BEGIN { print n / 1024 }')
  ratio check/memory "$kilobytes" "$functions"
  find "$work/.leasehold/units" -type f > "$work/units"
  read -r seconds kilobytes < <(measured xargs -a "$work/units" -n 1000000 "$leasehold" link -o "$work/p")
  ratio link/memory "$kilobytes" "$functions"
  rm -rf "$work"
}

case $what in
program)
  program "${2:?name a directory with a compile_commands.json}"
  exit
  ;;
scale)
  scale
  exit
  ;;
esac

for file in "${units[@]}"; do
  name=$(basename "$file" .cpp)
  read -r -a flags < <(sed -n 's,^// flags: ,,p' "$file"; echo)
  flags+=(-Itest-inputs/include)
  if [ "$what" = clangd ] || [ "$what" = all ]; then
    mapfile -t took < <(python3 bench/clangd.py --rounds $((rounds * 3)) "$file" \
      "$build/bin/leasehold-clangd" "clangd-$version" -- "${flags[@]}")
    awk -v n="clangd/$name" -v a="${took[0]}" -v b="${took[1]}" 'BEGIN { printf "%s %.2f\n", n, a / b }'
  fi
  if [ "$what" = check ] || [ "$what" = all ]; then
    ours=("$leasehold" check "$file" -- "${flags[@]}")
    theirs=("clang++-$version" -fsyntax-only "${flags[@]}" "$file")
    compare "check/$name"
  fi
  if [ "$what" = module ] || [ "$what" = all ]; then
    trivial=readability-avoid-const-params-in-decls
    ours=("clang-tidy-$version" "-load=$module" "-checks=-*,$trivial,leasehold-*" "$file" -- "${flags[@]}")
    theirs=("clang-tidy-$version" "-checks=-*,$trivial" "$file" -- "${flags[@]}")
    compare "module/$name"
  fi
done
