#!/usr/bin/env bash
# Packs the GPU check for a machine that has an NVIDIA driver and nothing else, and runs it there.
# usage: scripts/gpu-check.sh [USER@HOST] [OPTION...]
# Without a host: leaves out/gpu-check.tar.gz and says what to do with it. With one: copies it by scp, runs it by ssh and brings what it recorded
# back to results/gpu/GPU-NAME. Options are those of AccelSim.Gpu check, such as --shapes 1000 or --quick.
# Ends with the code of the check: 0 all agree, 1 something differs, 77 no usable GPU; 2 where the packing or copying fails.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
host=""
if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then host=$1; shift; fi
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pack="$work/gpu-check"
mkdir -p "$pack" out
if ! dotnet publish src/AccelSim.Gpu -c Release -r linux-x64 --self-contained true -p:PublishSingleFile=true \
    -p:EnableCompressionInSingleFile=true -p:EnableSingleFileAnalyzer=false -p:DebugType=none -p:GenerateDocumentationFile=false -o "$work/publish" -v quiet >"$work/log" 2>&1; then
  cat "$work/log" >&2
  exit 2
fi
cp "$work/publish/AccelSim.Gpu" "$pack/"
cat >"$pack/run.sh" <<'EOF'
#!/usr/bin/env bash
# Checks the NVIDIA GPU of this machine against the models of AccelSim; only its driver is needed. Options go to AccelSim.Gpu check.
# What it records appears in results/GPU-NAME once it is whole.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")"
# A single file unpacks nothing but its own code; keep even that in this folder.
export DOTNET_BUNDLE_EXTRACT_BASE_DIR="$PWD/.net"
mkdir -p results
./AccelSim.Gpu check --record results "$@"
code=$?
rmdir results 2>/dev/null
exit $code
EOF
chmod +x "$pack/run.sh" "$pack/AccelSim.Gpu"
limit=$((60 * 1024 * 1024))
size=$(stat -c %s "$pack/AccelSim.Gpu")
if [ "$size" -gt "$limit" ]; then
  echo "AccelSim.Gpu has $size bytes, more than $limit" >&2
  exit 2
fi
tar -C "$work" -czf "$work/gpu-check.tar.gz" gpu-check
mv "$work/gpu-check.tar.gz" out/gpu-check.tar.gz

if [ -z "$host" ]; then
  echo "out/gpu-check.tar.gz: $((size / 1024 / 1024)) MiB for linux-x64, glibc and an NVIDIA driver. On a machine with a GPU:"
  echo "  tar xzf gpu-check.tar.gz && gpu-check/run.sh"
  echo "then copy gpu-check/results/* to results/gpu/ here."
  exit 0
fi

there=$(ssh "$host" mktemp -d) || exit 2
scp -q out/gpu-check.tar.gz "$host:$there/" || exit 2
code=0
ssh "$host" "cd '$there' && tar xzf gpu-check.tar.gz && gpu-check/run.sh $(printf '%q ' "$@")" || code=$?
if ssh "$host" "test -d '$there/gpu-check/results'"; then
  # Into a folder of the same file system first, then by one rename each.
  fresh=$(mktemp -d "$root/results/gpu/.fresh.XXXXXX")
  scp -q -r "$host:$there/gpu-check/results/." "$fresh/" || { rm -rf "$fresh"; exit 2; }
  for folder in "$fresh"/*/; do
    name=$(basename "$folder") target="results/gpu/$(basename "$folder")" i=2
    while [ -e "$target" ]; do target="results/gpu/$name-$i"; i=$((i + 1)); done
    mv "$folder" "$target"
    echo "brought $target"
  done
  rm -rf "$fresh"
fi
ssh "$host" "rm -rf '$there'" || true
exit "$code"
