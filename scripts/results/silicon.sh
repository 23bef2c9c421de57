#!/usr/bin/env bash
# Makes the tables and pictures of results/silicon again; skipped by name where the measured kernels are absent. usage: scripts/results/silicon.sh [OUT]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$root/results}/silicon
cd "$root"
data=${ACCELSIM_DATA:-$root/../shared/data}
if [ ! -f "$data/measured/gemm.csv" ]; then
  echo "skipped: results/silicon: no measured kernels at $data/measured; set ACCELSIM_DATA"
  exit 0
fi
mkdir -p "$out"
scripts/accelsim verify silicon --out "$out" > /dev/null
rm -f "$out/rows.csv" # the shared rows are not ours to republish
