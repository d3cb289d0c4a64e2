#!/usr/bin/env bash
# What a monitor that is asked 1,000 times a second costs the pool's users: monitor/slowdown, which
# should be at most 1.05. Ten seconds; nothing else should run.
#   bench/monitor.sh [requests per second] [rounds]      BUILD=build-pool
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=${BUILD:-build-pool}
[ -e "$build/CMakeCache.txt" ] ||
  cmake -S . -B "$build" -G Ninja -DLEASEHOLD_POOL_ONLY=ON -DBUILD_TESTING=ON >&2
cmake --build "$build" --target monitor_bench >&2 || {
  echo "$0: monitor_bench cannot be built; is libcpp-httplib-dev installed?" >&2
  exit 2
}
"$build/bin/monitor_bench" "$@"
