#!/usr/bin/env bash
# Makes everything under results/ again. usage: scripts/reproduce.sh [--quick] [OUT]
# --quick runs the README's command twice, with different numbers of threads, and compares every byte.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
quick=0
if [ "${1:-}" = "--quick" ]; then quick=1; shift; fi
out=${1:-$root/results}
cd "$root"
if [ "$quick" = 1 ]; then
  scripts/accelsim sweep configs/sweeps/quickstart.yaml --out "$out/a" --jobs 1
  scripts/accelsim sweep configs/sweeps/quickstart.yaml --out "$out/b" --jobs 2
  for file in results.csv pareto.csv pareto.png pareto.svg report.html provenance.json; do
    cmp "$out/a/$file" "$out/b/$file"
  done
  echo "quickstart: the same bytes with one and with two threads"
  exit 0
fi
for script in scripts/results/*.sh; do
  "$script" "$out"
done
