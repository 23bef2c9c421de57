#!/usr/bin/env bash
# Makes the tables and pictures of results/first-light again. usage: scripts/results/first-light.sh [OUT]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$root/results}/first-light
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
mkdir -p "$out"
keep() { # SWEEP FOLDER FILE...: runs a shipped sweep and keeps some of its files
  local sweep=$1 folder=$2
  shift 2
  scripts/accelsim sweep "configs/sweeps/$sweep.yaml" --out "$work/$sweep"
  mkdir -p "$folder"
  for file in "$@"; do cp "$work/$sweep/$file" "$folder/"; done
}
keep quickstart "$out" results.csv pareto.csv pareto.png pareto.svg provenance.json
keep sq-crossover "$out/crossover" results.csv lines.png lines.svg provenance.json
keep sq-shared-unit "$out/shared-unit" results.csv provenance.json
keep sq-bank-study "$out/bank-study" results.csv pareto.png pareto.svg provenance.json
