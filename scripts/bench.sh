#!/usr/bin/env bash
# Measures speed and memory and writes {first-light,numerics}.{md,csv} to results/bench. usage: scripts/bench.sh [OUT]
# Takes a few minutes, most of them for the native build. Run it on a machine with nothing else to do; the page says how busy it was.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-$root/results/bench}
cd "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
quiet() { if ! "$@" >"$work/log" 2>&1; then cat "$work/log" >&2; exit 1; fi; }

# Before the builds, whose own load is none of what is measured.
load=$(cut -d' ' -f1 /proc/loadavg)
quiet dotnet build src/AccelSim.Cli -c Release -nologo
quiet dotnet build tests/AccelSim.Benchmarks -c Release -nologo
# Warnings of the trimmer and of the native compiler are errors here.
quiet dotnet publish src/AccelSim.Cli -c Release -r linux-x64 -warnaserror -o "$work/native"

cores=$(nproc)
note=$(awk -v l="$load" -v c="$cores" 'BEGIN {
  if (l > 0.5 * c) printf "The machine was shared: the load average was %s on %d cores before the start, so wall times are too long.", l, c
  else printf "Nothing else ran: the load average was %s on %d cores before the start.", l, c }')
ACCELSIM_HOME="$root" dotnet tests/AccelSim.Benchmarks/bin/Release/net10.0/AccelSim.Benchmarks.dll --quick \
  --cli "$root/src/AccelSim.Cli/bin/Release/net10.0/AccelSim.Cli.dll" --aot "$work/native/AccelSim.Cli" --out "$out" --note "$note"
