#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests.
#   scripts/test.sh [22|19]     the LLVM to build against; default 22, or $LLVM_VERSION
# $LEASEHOLD_FUZZ_SECONDS: how long each reader of files is fuzzed (docs/robustness.md); default 10.
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

version=$(llvm_version "${1:-}")
build=$(build_directory "$version")

# shellcheck disable=SC2046
install $(build_packages "$version") $(test_packages "$version")

say "building in $build/ against LLVM $version"
cmake --preset "llvm-$version" -DBUILD_TESTING=ON
cmake --build "$build" -j "$(jobs_here)"
ctest --test-dir "$build" --output-on-failure -j "$(jobs_here)"
