#!/usr/bin/env bash
# Makes results/engine/on-chip.md again: what operations leave on chip for each other. usage: scripts/results/on-chip.sh [OUT]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$root/results}/engine
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
mkdir -p "$out"
scripts/accelsim sweep on-chip-carry --out "$work" > "$work/log"
cp "$work/results.csv" "$out/on-chip.csv"
{
  cat <<'TEXT'
# What operations leave on chip for each other

Made by `scripts/results/on-chip.sh` (the sweep `configs/sweeps/on-chip-carry.yaml`; all columns in `on-chip.csv`). Llama-3.1-8B, W(SQ)A8, on sq-next: latency of a step, and
what is saved against the serial machine. *Weights ahead* is `prefetch: across_operations`, *outputs kept* is `shared_buffer.keep_outputs` (docs/ENGINE.md).

| step | serial, us | weights ahead | outputs kept | both | launch and DRAM stalls, serial | both |
|---|--:|--:|--:|--:|--:|--:|
TEXT
  awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
    {
      carry = $column["carry"]; regime = $column["regime"]
      if (!(regime in seen)) { seen[regime] = 1; order[++n] = regime }
      time[regime, carry] = $column["latency_us"]
      stall[regime, carry] = ($column["stall_launch_cycles"] + $column["stall_dram_cycles"]) / $column["cycles"]
    }
    function saved(regime, carry) { return sprintf("%.2f %%", 100 * (1 - time[regime, carry] / time[regime, "nothing"])) }
    END {
      for (i = 1; i <= n; i++) {
        r = order[i]
        printf "| %s | %.1f | %s | %s | %s | %.1f %% | %.1f %% |\n", r, time[r, "nothing"], saved(r, "weights"), saved(r, "outputs"), saved(r, "both"), 100 * stall[r, "nothing"], 100 * stall[r, "both"]
      }
    }' "$work/results.csv"
  cat <<'TEXT'

Bytes from DRAM are the same with weights ahead: each weight crosses the pins once either way, earlier. What is hidden is the launch of the product, the way of its first bytes and
the tail of the operation before it, a few microseconds of a layer, so small batches gain most. Keys and values are not brought ahead, and nothing is brought past a collective (docs/DEVIATIONS.md, D13).
TEXT
} > "$out/on-chip.md"
