#!/usr/bin/env bash
# Makes results/engine/README.md again: speed of the timing engines, cost of larger products, fast against reference. usage: scripts/results/engine.sh [OUT]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$root/results}/engine
cd "$root"
mkdir -p "$out"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! dotnet build tests/AccelSim.Benchmarks -c Release -nologo >"$log" 2>&1; then cat "$log" >&2; exit 1; fi
load=$(cut -d' ' -f1 /proc/loadavg)
cores=$(nproc)
note=$(awk -v l="$load" -v c="$cores" 'BEGIN {
  if (l > 0.5 * c) printf "The machine was shared: the load average was %s on %d cores before the start. Processor time leaves out the waiting, not the cold caches and the shared units of a core: an idle machine is faster.", l, c
  else printf "Nothing else ran: the load average was %s on %d cores before the start.", l, c }')
ACCELSIM_HOME="$root" dotnet tests/AccelSim.Benchmarks/bin/Release/net10.0/AccelSim.Benchmarks.dll --engine "$out" --note "$note"
