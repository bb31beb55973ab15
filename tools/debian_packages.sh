#!/usr/bin/env bash
# Installs the Debian packages that are missing when it may, otherwise says exactly what to run.
# Usage: tools/debian_packages.sh [--required] PACKAGE…
# Exits 1 when a package is still missing and it was required or the variable CI is true.
set -euo pipefail

required=${CI:-false}
if [ "${1:-}" = --required ]; then
    required=true
    shift
fi

missing=()
for package in "$@"; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing from Debian: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    install=(apt-get install -y -qq --no-install-recommends "${missing[@]}")
    if { apt-get update -qq && "${install[@]}"; } >/dev/null; then exit 0; fi
fi

echo "Missing: ${missing[*]}. To install: sudo apt-get install ${missing[*]}" >&2
if [ "$required" = true ]; then exit 1; fi
echo "The tests that need them will be skipped." >&2
