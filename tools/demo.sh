#!/usr/bin/env bash
# Checks one sample dossier, prints what is wrong with it, writes its HTML report and annotated copy; then compares
# another with a text that it shares much with.
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

rm -rf "$folder/textes"
"$precheck" corpus init "$folder/textes" >/dev/null
"$precheck" corpus add "$folder/textes" corpus/samples/conforming-map.pdf --year 2016 >/dev/null
"$precheck" check corpus/samples/nine-pages.pdf --fail-on never --corpus "$folder/textes" --format html \
    --output "$folder/passages.html" >/dev/null

echo
echo "Report with the evidence:  $folder/rapport.html"
echo "Annotated copy:            $folder/annote.pdf"
echo "Passages found elsewhere:  $folder/passages.html"
