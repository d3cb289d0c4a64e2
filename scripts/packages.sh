#!/usr/bin/env bash
# Installs what is missing, builds the Debian packages and says how to install them.
#   scripts/packages.sh [22|19]     the LLVM to build against; default 22, or $LLVM_VERSION
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

version=$(llvm_version "${1:-}")
build=$(build_directory "$version")

# shellcheck disable=SC2046
install $(build_packages "$version") dpkg-dev libsqlite3-dev libpq-dev libmariadb-dev

say "building in $build/ against LLVM $version"
cmake --preset "llvm-$version" -DBUILD_TESTING=OFF
cmake --build "$build" -j "$(jobs_here)"

say "making packages in $build/packages/"
rm -rf "$build/packages"
cpack -G DEB --config "$build/CPackConfig.cmake" -B "$build/packages"
rm -rf "$build/packages/_CPack_Packages"
say "as root: apt install ./$build/packages/*.deb"
