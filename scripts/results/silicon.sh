#!/usr/bin/env bash
# Makes the tables and pictures of results/silicon again; skipped by name where the measured kernels are absent. usage: scripts/results/silicon.sh [OUT]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$root/results}/silicon
cd "$root"
# What our own program timed on an H100 (scripts/silicon/record.py), on whose times no constant was calibrated: dense and 2:4 side by side.
mkdir -p "$out"
for weights in cold warm; do
  csv=$(mktemp) recorded=$root/results/silicon/recorded/h100-gemm-$weights.csv
  # 2:4 goes round four of the weights at most, 16 products a graph.
  { echo machine,dtype,m,n,k,latency_us,weight_copies,back_to_back; awk -F, 'NR > 1 { print $1 ",bfloat16," $3 "," $4 "," $5 "," $6 "," $12 "," $13; if ($10 != "") print $1 ",bfloat16_2:4," $3 "," $4 "," $5 "," $10 "," ($12 > 4 ? 4 : $12) ",16" }' "$recorded"; } > "$csv"
  plots=$(mktemp -d)
  scripts/accelsim verify silicon --data "$csv" --out "$plots" > /dev/null
  cp "$plots/accuracy.csv" "$out/h100-$weights.csv"
  cp "$plots/h100-sxm-gemm.png" "$out/h100-sxm-gemm-$weights.png"
  rm -rf "$csv" "$plots"
done
data=${ACCELSIM_DATA:-$root/../shared/data}/measured
if [ ! -f "$data/gemm.csv" ]; then
  echo "skipped: results/silicon: no measured kernels at $data; set ACCELSIM_DATA"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
scripts/accelsim verify silicon --out "$out" > /dev/null
rm -f "$out/rows.csv" # the shared rows are not ours to republish

# Rows that nothing was calibrated on, brought into the shape of gemm.csv.
head=machine,dtype,m,n,k,latency_us
# DeepGEMM on H800 (an H100 with fewer links): kernel times under a profiler.
{ echo $head; awk -F, '$3 == "dense" { print "h100_sxm,fp8_block_kernel," $5 "," $6 "," $7 "," $10 }' "$data/deepgemm_h800_fp8.csv"; } > "$work/deepgemm_h800.csv"
# LLMCompass on A100: the timer holds about 21 us of framework launch (hardware reference), taken off here.
{ echo $head; awk -F, 'NR > 1 { print "a100_sxm,bfloat16," $3 "," $4 "," $5 "," $6 - 21 }' "$data/llmcompass_matmul.csv"; } > "$work/llmcompass_a100.csv"
# 2:4 on A100, both sides of each comparison.
{ echo $head; awk -F, '$1 ~ /^a100/ && $6 != "" { print "a100_sxm,bfloat16_2:4," $3 "," $4 "," $5 "," $6; print "a100_sxm,bfloat16," $3 "," $4 "," $5 "," $7 }' "$data/sparse24_gemm.csv"; } > "$work/sparse24_a100.csv"
for name in deepgemm_h800 llmcompass_a100 sparse24_a100; do
  scripts/accelsim verify silicon --data "$work/$name.csv" --format csv > "$out/$name.csv"
done

# One generation predicted with the constants of the other.
calibration=configs/silicon/calibration.yaml
awk '/^  asynchronous:/ { skip = 1 } !skip' "$calibration" > "$work/synchronous.yaml"
awk '/^  synchronous:/ { skip = 1 } /^  asynchronous:/ { skip = 0 } !skip' "$calibration" > "$work/asynchronous.yaml"
scripts/accelsim verify silicon --calibration "$work/synchronous.yaml" --format csv | grep -E '^(machine|h200)' > "$out/h200-from-a100.csv"
scripts/accelsim verify silicon --calibration "$work/asynchronous.yaml" --format csv | grep -E '^(machine|a100)' > "$out/a100-from-h200.csv"
