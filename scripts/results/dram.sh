#!/usr/bin/env bash
# Makes results/engine/dram* again: streams and random reads on every DRAM standard beside closed forms, and how fast the engines are.
# usage: scripts/results/dram.sh [OUT]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=${1:-$root/results}/engine
cd "$root"
mkdir -p "$out"
stream=(dram --standard all --pattern stream --requests 20000000)
random=(dram --standard all --pattern random --requests 500000 --seed 1)
scripts/accelsim "${stream[@]}" --format csv > "$out/dram-stream.csv"
scripts/accelsim "${random[@]}" --format csv > "$out/dram-random.csv"
dotnet build tests/AccelSim.Benchmarks -c Release -nologo > /dev/null
dotnet tests/AccelSim.Benchmarks/bin/Release/net10.0/AccelSim.Benchmarks.dll --quick-dram > "$out/dram-speed.csv"
{
  cat <<'TEXT'
# DRAM, command by command

Made by `scripts/results/dram.sh`; rules: [docs/DRAM.md](../../docs/DRAM.md). One channel with all its pseudo-channels, reads only, page policy open, all-bank refresh.
The columns after `refreshes` are closed forms, from the table of the standard alone: share of the peak that refresh leaves (1 - (nRTP + nRP + nRFC + nRCD) / nREFI),
unloaded reads of an open row, a closed bank and another row, and bandwidth with one burst per activation (least of 4 per nFAW, 1 per nRRD, banks per nRC).
A stream may exceed the form by nBL / nREFI: of the clocks that it counts as lost, nBL carry a burst.
The last two are the energy of the commands, over what banks take standing by (docs/DEVIATIONS.md, D38; sources in `configs/dram`). Published, in pJ a bit, standing by included: HBM2
devices 3.9 (O'Connor et al., MICRO 2017), GDDR6 5.5 to 7.5 (Jouppi et al., ISCA 2021), DDR5-6400 devices 11.9 (DRAMsim3's currents), LPDDR5-6400 systems 9.0 +- 30 % (after Ha, Stanford 2018).

TEXT
  printf '## Streams\n\n`accelsim %s`\n\n```\n' "${stream[*]}"
  scripts/accelsim "${stream[@]}"
  printf '```\n\n## Random reads\n\n`accelsim %s`\n\n```\n' "${random[*]}"
  scripts/accelsim "${random[@]}"
  printf '```\n\nRefresh takes its share of random reads too; where banks are few against nRC (HBM2), queued requests also wait for each other at one bank.\n'
  printf '\n## Speed\n\nProcessor time of one thread, least of three runs; depends on the machine and on what else it does (load average %s on %s cores at the end).\n\n```\n' "$(cut -d' ' -f1 /proc/loadavg)" "$(nproc)"
  cat "$out/dram-speed.csv"
  printf '```\n'
} > "$out/dram.md"
