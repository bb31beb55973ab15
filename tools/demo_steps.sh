# For the demos to source: steps of a campaign by the real commands. `bin` is where these are, `journal` takes what each said.

# One step: its title, its moment, then what follows `precheck campaign`. Answer 3 tells of things that a human must see.
step() {
    local title=$1 at=$2 code=0
    shift 2
    printf '\n## %s (%s)\n$ precheck campaign %s\n' "$title" "$at" "$*" >>"$journal"
    "$bin/precheck" campaign "$@" --at "$at" >>"$journal" 2>&1 || code=$?
    if [ "$code" -ne 0 ] && [ "$code" -ne 3 ]; then
        echo "✗ $title : réponse $code, voir $journal" >&2
        tail -n 12 "$journal" >&2
        exit 1
    fi
    printf '✓ %s\n' "$title"
}
