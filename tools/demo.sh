#!/usr/bin/env bash
# Checks one sample dossier, prints what is wrong with it, and writes its HTML report and annotated copy.
set -euo pipefail
cd "$(dirname "$0")/.."

sample=${1:-corpus/samples/conclusion-short.pdf}
mkdir -p build/demo
.venv/bin/precheck check "$sample" --fail-on never
.venv/bin/precheck check "$sample" --fail-on never --format html \
    --output build/demo/rapport.html --annotated build/demo/annote.pdf >/dev/null

echo
echo "Report with the evidence:  $PWD/build/demo/rapport.html"
echo "Annotated copy:            $PWD/build/demo/annote.pdf"
