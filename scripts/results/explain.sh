#!/usr/bin/env bash
# Makes the rooflines and timelines of results/engine again. usage: scripts/results/explain.sh [OUT]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$root/results}/engine
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
mkdir -p "$out"
roofline() { # WORKLOAD NAME: explains a run on sq-next, keeps the text and the pictures
  scripts/accelsim run sq-next "$1" --explain --out "$work/$2" > "$out/explain-$2.txt"
  for form in png svg; do cp "$work/$2/roofline.$form" "$out/roofline-$2.$form"; done
}
roofline llama-3.1-8b-decode decode
roofline llama-3.1-8b-prefill prefill
roofline llama-3.1-8b-sq-decode sq-decode
scripts/accelsim run sq-next llama-3.1-8b-decode --format csv --timeline "$out/timeline.png" --timeline-operation qkv_proj --timeline-cycles 0..4000 > "$work/rows.csv"
scripts/accelsim run sq-next llama-3.1-8b-decode --format csv --timeline "$out/timeline.svg" --timeline-operation qkv_proj --timeline-cycles 0..4000 > "$work/rows.csv"
