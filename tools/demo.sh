#!/usr/bin/env bash
# Checks one sample dossier, prints what is wrong with it, and writes its HTML report and annotated copy.
# Usage: tools/demo.sh [FILE [FOLDER]]; BIN is where the command is.
set -euo pipefail
cd "$(dirname "$0")/.."

sample=${1:-corpus/samples/conclusion-short.pdf}
folder=${2:-$PWD/build/demo}
precheck=${BIN:-.venv/bin}/precheck
mkdir -p "$folder"
"$precheck" check "$sample" --fail-on never
"$precheck" check "$sample" --fail-on never --format html \
    --output "$folder/rapport.html" --annotated "$folder/annote.pdf" >/dev/null

echo
echo "Report with the evidence:  $folder/rapport.html"
echo "Annotated copy:            $folder/annote.pdf"
