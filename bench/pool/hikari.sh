#!/usr/bin/env bash
# HikariCP as the others in bench/pool: "row nanoseconds [counter=value ...]" a line.
#   bench/pool/hikari.sh [regular expression for the rows]      REPEATS=5
# Needs a JDK (openjdk-17-jdk-headless) and libhikaricp-java; does nothing without them. JARS names
# the folder of HikariCP.jar, slf4j-api.jar and slf4j-nop.jar.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

jars=${JARS:-/usr/share/java}
command -v javac >/dev/null || {
  echo "$0: no JDK here, so no rows of HikariCP" >&2
  exit 0
}
[ -e "$jars/HikariCP.jar" ] || {
  echo "$0: no HikariCP.jar in $jars (libhikaricp-java), so no rows of HikariCP" >&2
  exit 0
}
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
path=$jars/HikariCP.jar:$jars/slf4j-api.jar:$jars/slf4j-nop.jar
javac -d "$classes" -cp "$path" HikariBench.java
java -Xms512m -Xmx512m -cp "$classes:$path" HikariBench "${1:-}"
