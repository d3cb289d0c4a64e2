#!/usr/bin/env bash
# From nothing to a first finding: installs what is missing, builds `leasehold`, and runs it on bundled
# services as they were before their incidents were mended, and as they are after.
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2046
install $(build_packages 22) libpq-dev libsqlite3-dev libboost-dev

say "building build/bin/leasehold"
cmake --preset llvm-22 -DBUILD_TESTING=OFF
cmake --build build --target leasehold -j "$(jobs_here)"

flags="-std=c++20 -Ipool/include $(pkg-config --cflags libpq)"

# check DIRECTORY...: shows the command and what it prints.
check() {
  local files=()
  for directory; do files+=("$directory"/*.cpp); done
  say "build/bin/leasehold check ${*/%//*.cpp} -- $flags"
  # shellcheck disable=SC2086
  build/bin/leasehold check "${files[@]}" -- $flags
}

# before DIRECTORY...: must have findings.
before() {
  local status=0
  check "$@" || status=$?
  [ "$status" -eq 1 ] || die "expected findings (exit status 1), got exit status $status"
}

services=test-inputs/services
before "$services/orders-before"

say "the same service, mended"
check "$services/orders-after"
say "no findings"

# One at a time: their classes have the same names.
say "four incidents (docs/incidents.md)"
for incident in containers jobs clipboard instances; do
  before "$services/$incident-before"
done

say "the same four, mended"
for incident in containers jobs clipboard instances; do
  check "$services/$incident-after"
done
say "no findings"
