#!/usr/bin/env bash
# The whole gate: layout, build with warnings as errors, tests, a quick reproduce, clean tree. Runs on a bare machine with the .NET SDK.
# usage: scripts/check.sh [--full]     --full runs the exhaustive versions of the tests
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
[ "${1:-}" = "--full" ] && export ACCELSIM_FULL=1

stage() { printf '\n== %s\n' "$1"; }

# Nothing to install: plots go through SkiaSharp's NoDependencies build, which needs libc only, and bring their own font.
stage "restore"
dotnet restore AccelSim.sln --locked-mode

stage "layout"
dotnet format whitespace AccelSim.sln --no-restore --verify-no-changes

stage "build"
dotnet build AccelSim.sln -c Release --no-restore -warnaserror -p:Gate=true

stage "tests"
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
status=0
dotnet test AccelSim.sln -c Release --no-build --logger "trx;LogFileName=tests.trx" --results-directory "$results" || status=$?
counters=$(grep -ho '<Counters [^>]*>' "$results"/*.trx)
count() { grep -o " $1=\"[0-9]*\"" <<<"$counters" | tr -dc '0-9\n' | awk '{ s += $1 } END { print s + 0 }'; }
total=$(count total) executed=$(count executed) passed=$(count passed) failed=$(count failed)
if [ "$status" -ne 0 ] || [ "$failed" -ne 0 ] || [ "$passed" -eq 0 ]; then
  echo "$passed passed, $failed failed, $((total - executed)) skipped"
  exit 1
fi

stage "quick reproduce"
scripts/reproduce.sh --quick "$results/reproduce"

stage "clean tree"
if [ -n "$(git status --porcelain)" ]; then
  git status --porcelain
  echo "the checks changed the tree"
  exit 1
fi

echo "$passed passed, $failed failed, $((total - executed)) skipped"
