#!/usr/bin/env bash
# From nothing to a first finding: installs what is missing, builds `leasehold`, and runs it on a
# bundled service as it was before its incidents were mended, and as it is after.
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2046
install $(build_packages 22) libpq-dev

say "building build/bin/leasehold"
cmake --preset llvm-22 -DBUILD_TESTING=OFF
cmake --build build --target leasehold -j "$(jobs_here)"

# check DIRECTORY: shows the command and what it prints.
check() {
  local flags
  flags="-std=c++20 $(pkg-config --cflags libpq)"
  say "build/bin/leasehold check $1/*.cpp -- $flags"
  # shellcheck disable=SC2086
  build/bin/leasehold check "$1"/*.cpp -- $flags
}

status=0
check test-inputs/services/orders-before || status=$?
[ "$status" -eq 1 ] || die "expected findings (exit status 1), got exit status $status"

say "the same service, mended"
check test-inputs/services/orders-after
say "no findings"
