#!/usr/bin/env bash
# Makes results/engine/README.md again: speed of the timing engines, cost of larger products, whole commands, fast against reference. usage: scripts/results/engine.sh [OUT]
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

# Whole commands, start of the runtime included: what a user waits for.
if ! dotnet build src/AccelSim.Cli -c Release -nologo >"$log" 2>&1; then cat "$log" >&2; exit 1; fi
program=src/AccelSim.Cli/bin/Release/net10.0/AccelSim.Cli.dll
median() { # of the processor seconds of 7 runs of gemm on a cube
  for _ in 1 2 3 4 5 6 7; do
    { TIMEFORMAT='%U %S'; time dotnet "$program" gemm --machine systolic-32x32 --m "$1" --n "$1" --k "$1" --weights int8 --activations int8 >/dev/null 2>&1; } 2>&1
  done | awk '{print $1 + $2}' | sort -n | sed -n 4p
}
{
  printf '\n## Whole commands\n\n`accelsim gemm` on systolic-32x32, an int8 cube: processor time of the process from start to end, median of 7. Growth is over the cube in the line above, whose work is 64 times smaller.\n\n'
  printf '| cube | processor time | growth |\n|---|--:|--:|\n'
  before=
  for side in 64 256 1024 4096 16384; do
    cost=$(median "$side")
    awk -v s="$side" -v c="$cost" -v b="$before" 'BEGIN { printf "| %s | %.2f s | %s |\n", s, c, b == "" ? "" : sprintf("%.1f", c / b) }'
    before=$cost
  done
} >> "$out/README.md"
