#!/usr/bin/env bash
# Instructions per call, by callgrind: the difference between two runs, so that start-up does not count.
# Usage: tests/benches/latency/instructions.sh   (needs valgrind)
set -euo pipefail
cd "$(dirname "$0")/../../.."
bench=$(cargo bench -p machineid-guard-tests --bench latency --no-run --message-format=json 2>/dev/null |
  grep -o '"executable":"[^"]*latency[^"]*"' | tail -n 1 | cut -d'"' -f4)
count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" --only "$1" --calls "$2" 2>&1 |
    grep -oE 'Collected : [0-9]+' | grep -oE '[0-9]+'
}
for arm in "raw tcp" "hand-written reqwest" "Client::validate" "guarded async" "guarded sync"; do
  few=$(count "$arm" 200)
  many=$(count "$arm" 700)
  printf '%-22s %9d instructions per call\n' "$arm" $(((many - few) / 500))
done
