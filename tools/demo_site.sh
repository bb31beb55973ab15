#!/usr/bin/env bash
# Starts the site with data of its own, so that everything can be tried on this machine; the samples are there to drop.
# Usage: tools/demo_site.sh [FOLDER]; BIN is where the command is, PORT where it listens.
set -euo pipefail
cd "$(dirname "$0")/.."

export PRECHECK_DATA_DIR=${1:-$PWD/build/demo-site}
mkdir -p "$PRECHECK_DATA_DIR"
echo "Dossiers to drop: $PWD/corpus/samples/"
exec "${BIN:-.venv/bin}/precheck" serve --port "${PORT:-8000}"
