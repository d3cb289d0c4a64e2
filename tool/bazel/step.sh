#!/usr/bin/env bash
# The steps of leasehold.bzl, as Bazel runs them.
#
# Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#   step.sh run PROGRAM ARGUMENT...
#   step.sh summarize FILE HEADERS UNUSED PROGRAM ARGUMENT...
#   step.sh check BEFORE UNUSED PROGRAM ARGUMENT...
#   step.sh report STATUS STAMP FINDINGS...
set -euo pipefail

# Every sandbox is another directory. Facts hold absolute paths; this one is the same in all.
here=/proc/self/cwd
leasehold() { env PWD="$here" "$@"; }

case $1 in
run)
  shift
  leasehold "$@"
  ;;
summarize)
  # UNUSED: those of HEADERS that were not read, so that a change to them is none to this step.
  file=$2 headers=$3 unused=$4
  shift 4
  leasehold "$@"
  awk -v here="$here/" -v file="$file" '
    FNR == 1 { ++part }
    part == 1 {
      if (FNR == 1) next # the target
      sub(/ \\$/, ""); sub(/^  /, ""); gsub(/\$\$/, "$"); $0 = unquoted($0)
      while (sub(/\/\.\//, "/")) {}
      while (sub(/\/[^\/]+\/\.\.\//, "/")) {}
      if (index($0, here) == 1) read[substr($0, length(here) + 1)]
      next
    }
    # Should names not be what we take them for, all is used.
    (file in read) && !($0 in read)
    function unquoted(s,   out, i, c) {
      out = ""
      for (i = 1; i <= length(s); ++i) {
        c = substr(s, i, 1)
        if (c == "\\") c = substr(s, ++i, 1)
        out = out c
      }
      return out
    }' "$unused.d" "$headers" >"$unused"
  ;;
check)
  # It reads what was read when the file was summarized.
  cp "$2" "$3"
  shift 3
  leasehold "$@"
  ;;
report)
  status=0
  for findings in "${@:4}"; do
    [ ! -s "$findings" ] || status=$2
  done
  cat "${@:4}" /dev/null >&2
  touch "$3"
  exit "$status"
  ;;
esac
