#!/usr/bin/env bash
# Makes the tables and pictures of results/speculation again; what needs recorded data is skipped by name. usage: scripts/results/speculation.sh [OUT]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$root/results}/speculation
cd "$root"
mkdir -p "$out"
data=${ACCELSIM_DATA:-$root/../shared/data}
case=(sq-next llama-3.1-8b --batch 64 --context 32768 --set workload.formats.kv=int8)

if [ -f "$data/magicdec/measured_steps.csv" ]; then
  scripts/accelsim verify speculation --out "$out" > /dev/null
else
  echo "skipped: results/speculation/validation: no measured steps at $data/magicdec; set ACCELSIM_DATA"
fi

# The showcase and its grid of plots; the whole grid is 8,000 rows, its best rows stay.
scripts/accelsim speculate "${case[@]}" --out "$out" > "$out/showcase.txt"
rm -f "$out/grid.csv" "$out/combined.csv"

# What both papers give together: alpha 0.89, budget 2049, no host time, attention in int8, by format of the linear layers.
rm -f "$out/formats.csv"
while read -r name weights activations; do
  scripts/accelsim speculate "${case[@]}" --strategy self-snapkv --alpha 0.89 --budget 2049 --gamma 1 2 3 4 5 6 7 8 --format csv \
    --set workload.formats.attention=int8 --set "workload.formats.weights=$weights" --set "workload.formats.activations=$activations" 2> /dev/null |
    awk -v name="$name" -v first="$([ -f "$out/formats.csv" ] || echo 1)" 'NR == 1 { if (first) print "formats," $0; next } { print name "," $0 }' >> "$out/formats.csv"
done <<'FORMATS'
bf16 bf16 bf16
W8A8 int8 int8
W4A4 int4(g=128) int4(g=128)
W(SQ)A8 sq(int8/int4,b=64,s=0.875) int8
W(SQ)A4 sq(int8/int4,b=64,s=0.875) int4(g=128)
FORMATS

# Acceptance of the small real model with real sparse caches.
if [ -f "$data/tinyllama/stories260K.bin" ]; then
  rm -f "$out/recorded.csv"
  while read -r name options; do
    # shellcheck disable=SC2086 # options are words
    scripts/accelsim trace record $options --sequences 6 --prompt-tokens 256 --output-tokens 96 --out "$out/trace.csv" 2> /dev/null
    scripts/accelsim trace inspect "$out/trace.csv" --format csv |
      awk -v name="$name" -v first="$([ -f "$out/recorded.csv" ] || echo 1)" 'NR == 1 { if (first) print "draft," $0; next } { print name "," $0 }' >> "$out/recorded.csv"
  done <<'DRAFTS'
streaming-32 --kv-policy streaming_llm --budget 32
streaming-128 --kv-policy streaming_llm --budget 128
snapkv-32 --kv-policy snapkv --budget 32
snapkv-128 --kv-policy snapkv --budget 128
sq-weights --kv-policy full --draft-weights sq(int8/int4,b=16,s=0.75)
sq-weights-snapkv-128 --kv-policy snapkv --budget 128 --draft-weights sq(int8/int4,b=16,s=0.75)
DRAFTS
  rm -f "$out/trace.csv"
else
  echo "skipped: results/speculation/recorded.csv: no model at $data/tinyllama; set ACCELSIM_DATA"
fi

# Serving: bursty requests of 16k tokens whose beginnings are shared.
scripts/accelsim trace generate --requests 1000 --rate 1.5 --burst 4 --context 16384 --output-tokens 256 --prefix-tokens 4096 --prefix-groups 16 --seed 1 --out "$out/requests.csv"
scripts/accelsim speculate "${case[@]}" --serve "$out/requests.csv" --format csv > "$out/serving.csv" 2> /dev/null
rm -f "$out/requests.csv"
