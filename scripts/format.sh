#!/usr/bin/env bash
# Checks that our own sources are formatted as .clang-format says; --fix formats them.
# shellcheck source=scripts/lib.sh
source "$(dirname "$0")/lib.sh"

install clang-format-22
mapfile -t files < <(our_sources '*')
[ "${#files[@]}" -gt 0 ] || die "no sources found"

case ${1:-} in
'') clang-format-22 --dry-run -Werror "${files[@]}" || die "run scripts/format.sh --fix" ;;
--fix) clang-format-22 -i "${files[@]}" ;;
*) die "usage: scripts/format.sh [--fix]" ;;
esac
