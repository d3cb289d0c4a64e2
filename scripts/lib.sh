# shellcheck shell=bash
# What the scripts share. Source it; it changes to the repository's top directory.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '== %s\n' "$*"; }

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 2
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "needs root to run: $* (no sudo here; run it yourself, then run this again)"
  fi
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
    -o Dpkg::Use-Pty=0 "$@" </dev/null
}

# install PACKAGE...: those that are missing, and nothing when none is.
install() {
  local package missing=()
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      missing+=("$package")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  command -v apt-get >/dev/null || die "no apt-get here; install the like of: ${missing[*]}"
  say "installing ${missing[*]}"
  # A fresh machine has no package lists, an old one has stale ones: fetch them only then.
  if ! apt-get -s -qq install --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
    ! apt_install install --no-install-recommends "${missing[@]}"; then
    apt_install update
    apt_install install --no-install-recommends "${missing[@]}"
  fi
}

# The LLVM version to use, from an argument or LLVM_VERSION: 22 or 19.
llvm_version() {
  local version=${1:-${LLVM_VERSION:-22}}
  case $version in
  22 | 19) echo "$version" ;;
  *) die "LLVM $version is not supported; use 22 (default) or 19" ;;
  esac
}

# The build directory of an LLVM version, as in CMakePresets.json.
build_directory() {
  case $1 in
  22) echo build ;;
  *) echo "build-$1" ;;
  esac
}

# What building `leasehold` needs. clangd has gRPC and protobuf in it, and the targets of Clang 22's
# CMake package name them.
build_packages() {
  echo build-essential cmake ninja-build pkg-config \
    "clang-$1" "libclang-$1-dev" "llvm-$1-dev" nlohmann-json3-dev libcli11-dev libcpp-httplib-dev \
    libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc
}

# What the tests need besides: the hosts of the module, GoogleTest, a validator of JSON, the libraries
# whose real headers the test inputs include, an editor, shells, what judges packages, Bazel (35 MB, and
# a JDK), servers for the pool's tests, and a browser for the monitor's. The tests start their own servers,
# on free ports; those that apt starts are neither used nor in the way.
test_packages() {
  echo "clang-tidy-$1" "libclang-rt-$1-dev" git pre-commit libgtest-dev python3-jsonschema \
    libpqxx-dev libpq-dev libsoci-dev libsqlite3-dev libsqlitecpp-dev libmariadb-dev \
    libmariadb-dev-compat libmysqlcppconn-dev libpoco-dev \
    libmongoc-dev libhiredis-dev libboost-dev libcurl4-openssl-dev \
    libwebsocketpp-dev qtbase5-dev libqt5websockets5-dev libtbb-dev libbenchmark-dev libspdlog-dev \
    postgresql mariadb-server openssl neovim zsh lintian dpkg-dev chromium chromium-driver \
    bazel-bootstrap
}

# How many compilers to run: one per core, and 1.5 GB of memory for each.
jobs_here() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1500000) }' /proc/meminfo)
  [ "$memory" -ge 1 ] || memory=1
  echo $((cores < memory ? cores : memory))
}

# Our own C++ sources; test inputs are not among them, their lines are expectations, and neither is
# what the examples of the pages stand in, which does not compile alone.
our_sources() {
  find checks tool tests pool -path tests/pages -prune -o -name "${1:-*}" \
    \( -name '*.cpp' -o -name '*.h' \) -print 2>/dev/null | sort
}
