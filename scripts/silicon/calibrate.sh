#!/usr/bin/env bash
# Finds configs/silicon/calibration.yaml again on the calibration half of the shared rows. usage: scripts/silicon/calibrate.sh [OUT.yaml]
# Needs ACCELSIM_DATA (default ../shared/data); about a minute of processor time. The same data give the same file.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
scripts/accelsim verify silicon --calibrate "${1:-configs/silicon/calibration.yaml}"
