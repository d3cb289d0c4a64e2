#!/usr/bin/env bash
# The incident services under the same load, before and after their cure, side by side.
#   bench/incidents.sh [SERVICE...]      default: jobs containers clipboard instances
#   BUILD=build  CLIENTS=30  POOL=20  SECONDS_EACH=5  SCALE=0.01
#   POSTGRES="host=... dbname=..."       on PostgreSQL instead; drops the tables jobs, files, clips, instances
# Hold profiles stay in $HOLDS (default: nowhere), as SERVICE-before.json and SERVICE-after.json.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

build=${BUILD:-build}
clients=${CLIENTS:-30} pool=${POOL:-20} seconds=${SECONDS_EACH:-5} scale=${SCALE:-0.01}
services=("$@")
[ "${#services[@]}" -gt 0 ] || services=(jobs containers clipboard instances)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
holds=${HOLDS:-$out}
mkdir -p "$holds"

# run SERVICE before|after
run() {
  local program=$build/bin/incident-$1-$2 database=$out/$1-$2.db
  if [ -n "${POSTGRES:-}" ]; then
    program+=-postgres database=$POSTGRES
    psql -q "$POSTGRES" -c 'SET client_min_messages = error; DROP TABLE IF EXISTS jobs, files, clips, instances'
  fi
  [ -x "$program" ] || {
    echo "$0: no $program; build the target $(basename "$program")" >&2
    exit 2
  }
  "$program" "$database" --clients "$clients" --pool "$pool" --seconds "$seconds" \
    --scale "$scale" --holds "$holds/$1-$2.json" >"$out/$1-$2"
}

echo "$clients clients, a pool of $pool, $seconds s each, slow work scaled by $scale"
for service in "${services[@]}"; do
  run "$service" before
  run "$service" after
  echo
  printf '%-26s %12s %12s %10s\n' "$service" before after after/before
  paste -d '\n' "$out/$service-before" "$out/$service-after" | tr -d '{}"' | awk -F, '
    { for (i = 1; i <= NF; i++) { split($i, kv, ":"); v[NR, kv[1]] = kv[2]; if (NR == 1) name[++n] = kv[1] } }
    END {
      for (i = 1; i <= n; i++) {
        b = v[1, name[i]]; a = v[2, name[i]]
        printf "%-26s %12.5g %12.5g %10s\n", name[i], b, a, (b > 0 ? sprintf("%.3g", a / b) : "-")
      }
    }'
done
