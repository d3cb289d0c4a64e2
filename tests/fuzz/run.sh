#!/usr/bin/env bash
# Fuzzes one of our readers; ctest calls this, so may you.
#   run.sh TARGET PROGRAM DIRECTORY LEASEHOLD [OPTION...]
# TARGET: model, facts, config, baseline or profile; PROGRAM: its program; DIRECTORY: where its inputs
# are kept from run to run; LEASEHOLD: the analyzer, which makes some of the first ones. What follows
# goes to libFuzzer. For LEASEHOLD_FUZZ_SECONDS, or else 10 seconds; 0: only what is known already.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 4 ] || { sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
target=$1 program=$2 directory=$3 leasehold=$4
shift 4
seconds=${LEASEHOLD_FUZZ_SECONDS:-10}

mkdir -p "$directory/corpus" "$directory/found"
rm -rf "$directory/seeds" "$directory/made"
# Each input is a file for a moment: in memory, where that can be.
memory=/dev/shm
[ -w "$memory" ] || memory=$directory
TMPDIR=$(mktemp -d "$memory/leasehold-fuzz-XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
# LLVM's own code does not say what of a container is in use.
export ASAN_OPTIONS=detect_container_overflow=0:${ASAN_OPTIONS:-}
export UBSAN_OPTIONS=print_stacktrace=1:${UBSAN_OPTIONS:-}

"$program" --seeds "$directory"

# What leasehold writes itself: facts of units and of a program, a baseline.
mkdir "$directory/made"
(
  cd "$directory/made"
  cat >a.cpp <<'end'
extern "C" { struct pg_conn; pg_conn *PQconnectdb(const char *); void PQfinish(pg_conn *);
             unsigned sleep(unsigned); }
void nap(unsigned s) { sleep(s); }
void f(pg_conn *c) { nap(60); }
pg_conn *open() { return PQconnectdb(""); }
end
  cat >b.cpp <<'end'
struct pg_conn; void f(pg_conn *); pg_conn *open();
void g() { f(open()); }
end
  printf '[{"directory": "%s", "file": "a.cpp", "command": "c++ -std=c++20 -c a.cpp"},
{"directory": "%s", "file": "b.cpp", "command": "c++ -std=c++20 -c b.cpp"}]\n' "$PWD" "$PWD" \
    >compile_commands.json
  "$leasehold" check --quiet -p . --facts-dir facts --baseline baseline.json --write-baseline
) >"$directory/made/log" 2>&1 || { cat "$directory/made/log" >&2; exit 1; }
case $target in
facts) cp "$directory"/made/facts/units/*.facts "$directory/made/facts/program.facts" "$directory/seeds/" ;;
baseline) cp "$directory/made/baseline.json" "$directory/seeds/" ;;
esac

limits=(-timeout=20 -rss_limit_mb=2048 "-artifact_prefix=$directory/found/")
shopt -s nullglob
known=("$here/regressions/$target/"*)
[ "${#known[@]}" -eq 0 ] || "$program" "${limits[@]}" "${known[@]}"

length=(-runs=0)
[ "$seconds" -eq 0 ] || length=("-max_total_time=$seconds")
"$program" "${limits[@]}" "${length[@]}" -max_len=16384 "-dict=$directory/dictionary" \
  -print_final_stats=1 "$@" "$directory/corpus" "$directory/seeds"
