#!/usr/bin/env bash
# Runs clang-tidy with the repository's .clang-tidy over our own sources.
#   scripts/tidy.sh [FILE...]     default: all
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2046
install $(build_packages 22) clang-tidy-22 libgtest-dev
cmake --preset llvm-22 -DBUILD_TESTING=ON -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
# Generated sources have to be there, too.
cmake --build build -j "$(jobs_here)"

if [ $# -gt 0 ]; then
  files=("$@")
else
  mapfile -t files < <(our_sources '*.cpp')
fi
printf '%s\0' "${files[@]}" |
  xargs -0 -n 1 -P "$(jobs_here)" clang-tidy-22 -p build --quiet \
    --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-ignored-optimization-argument
