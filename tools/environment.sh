#!/usr/bin/env bash
# Makes .venv/ or brings it up to date with a lock, and does nothing when it already is.
# Usage: tools/environment.sh run|dev
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:?"run or dev"}
venv=.venv
dev_stamp=$venv/.installed-dev
run_stamp=$venv/.installed-run

digest() { cat "$@" pyproject.toml hatch_build.py | sha256sum; }
is_current() { [ -f "$1" ] && [ "$(cat "$1")" = "$(digest "$2")" ]; }

# The development lock holds everything of the other, so it serves both.
if "$venv/bin/python" -c "" 2>/dev/null; then
    if is_current $dev_stamp requirements-dev.lock; then exit 0; fi
    if [ "$kind" = run ] && is_current $run_stamp requirements.lock; then exit 0; fi
fi

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3 python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2])' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer is needed and was not found. On Debian: apt-get install python3 python3-venv" >&2
    echo "If it is elsewhere: make PYTHON=/path/to/python3.11 …" >&2
    return 1
}

if ! "$venv/bin/python" -c "" 2>/dev/null; then
    python=$(find_python)
    if ! "$python" -c "import ensurepip" 2>/dev/null; then # Debian ships it apart
        bash tools/debian_packages.sh --required python3-venv
    fi
    echo "Making $venv with $("$python" --version)…"
    "$python" -m venv --clear "$venv"
fi

if [ "$kind" = dev ]; then lock=requirements-dev.lock stamp=$dev_stamp; else lock=requirements.lock stamp=$run_stamp; fi
echo "Installing $lock (a few minutes the first time)…"
rm -f $dev_stamp $run_stamp
pip=("$venv/bin/python" -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --require-hashes -r "$lock"
"${pip[@]}" install --no-build-isolation --no-deps -e . # hatchling is in the locks
# As an installed wheel has it: where Python may not write its byte code, every start would compile the sources again.
"$venv/bin/python" -m compileall -q precheck web
digest "$lock" >"$stamp"
