#!/usr/bin/env bash
# Makes the tables and pictures of results/numerics again. usage: scripts/results/numerics.sh [OUT]
# Perplexity needs recorded data (ACCELSIM_DATA, by default ../shared/data); without it those tables are left as they are, by name.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$root/results}/numerics
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
keep() { # SWEEP FILE...: runs a shipped sweep and keeps some of its files
  local sweep=$1
  shift
  scripts/accelsim sweep "configs/sweeps/$sweep.yaml" --out "$work/$sweep"
  mkdir -p "$out/$sweep"
  for file in results.csv provenance.json "$@"; do cp "$work/$sweep/$file" "$out/$sweep/"; done
}
keep numerics-formats pareto.png pareto.svg
keep numerics-accumulator lines.png lines.svg
keep numerics-group lines.png lines.svg
if [ -e "${ACCELSIM_DATA:-$root/../shared/data}/tinyllama/stories260K.bin" ]; then
  keep numerics-perplexity pareto.png pareto.svg
  keep sq-perplexity pareto.png pareto.svg
  keep sq-activation-perplexity pareto.png pareto.svg
else
  echo "skipped: numerics-perplexity, sq-perplexity, sq-activation-perplexity: no tinyllama under ${ACCELSIM_DATA:-$root/../shared/data}" >&2
fi
