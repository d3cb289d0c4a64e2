#!/usr/bin/env bash
# Runs the test inputs in process and shows only what fails; for work on the engine.
#   scripts/inputs.sh                 all
#   scripts/inputs.sh slow_call       those whose name contains this (slow-call/a.cpp is slow_call_a)
#   BUILD=build-19 scripts/inputs.sh  with another build directory than build/
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

build=${BUILD:-build}
[ -f "$build/build.ninja" ] || die "no build in $build/: run scripts/test.sh, or set BUILD"
log=$(mktemp)
logs=()
trap 'rm -f "$log" "${logs[@]}"' EXIT
cmake --build "$build" --target leasehold-inputs-tests >"$log" 2>&1 || {
  cat "$log"
  die "does not build"
}

# One process per core, each with a share.
shards=$(nproc)
pids=()
for ((i = 0; i < shards; i++)); do
  logs+=("$log.$i")
  GTEST_TOTAL_SHARDS=$shards GTEST_SHARD_INDEX=$i "$build/bin/leasehold-inputs-tests" \
    --gtest_brief=1 --gtest_filter="*${1:-}*" >"$log.$i" 2>&1 &
  pids+=($!)
done
status=0
for pid in "${pids[@]}"; do
  wait "$pid" || status=1
done

# From GoogleTest's report: the input's name, then what is wrong with it.
awk '
  # Not the list at the end, which has no times.
  /^\[  FAILED  \] .*GetParam.* ms\)$/ {
    sub(/^.*GetParam\(\) = "/, ""); sub(/".*$/, "")
    printf "%s\n%s", $0, lines
    lines = ""; failed++
    next
  }
  /^\[ +(FAILED|PASSED|SKIPPED) +\]/ { next }
  /^(DOES NOT COMPILE|PARSED TWICE|OVER BUDGET|UNEXPECTED|MISSING|WRONG TEXT|  there is)/ { lines = lines "  " $0 "\n"; next }
  /: Failure$/ || /^(Failed|Note:|Running main)/ || /^\[=+\]/ || /^$/ || /^ [0-9]* FAILED/ { next }
  { lines = lines "  " $0 "\n" }
  END { if (lines != "") printf "%s", lines; print failed + 0, "failed" }
' "${logs[@]}"
exit "$status"
