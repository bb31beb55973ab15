#!/usr/bin/env bash
# Starts the site with the made-up campaign of forty people in it: its window ended two days ago, its dossiers are screened
# and shared out, one is to be corrected. Made once; what is done on the site afterwards is kept.
# Usage: tools/demo_site.sh [FOLDER]; BIN is where the commands are, PORT where the site listens.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(realpath -m "${1:-build/demo-site}")
bin=${BIN:-.venv/bin} port=${PORT:-8000}
address=http://127.0.0.1:$port key=c2i2e journal=$folder/journal.txt
export PRECHECK_DATA_DIR=$folder/data PRECHECK_ACTOR=demo PRECHECK_LANG=fr
unset PRECHECK_DATABASE_URL PRECHECK_PUBLIC_URL PRECHECK_SETTINGS

# shellcheck source=tools/demo_steps.sh
. tools/demo_steps.sh

evaluator() {
    "$bin/precheck" user add "$1" --name "$2" --role evaluator --campaign "$key" "${@:3}"
}

make_campaign() {
    export PRECHECK_DATA_DIR=$folder/data.new
    local zone=Europe/Paris last
    last=$(TZ=$zone date -d "2 days ago" +%F)
    moment() { TZ=$zone date -d "$last $1" --iso-8601=seconds; }
    rm -rf "$PRECHECK_DATA_DIR"
    mkdir -p "$folder"
    echo "Une campagne inventée de quarante personnes, une minute ou deux la première fois :"
    "$bin/python" -m corpus.campaign --output "$folder" --last-day "$last" --bare >"$journal"
    cat >"$folder/profil.toml" <<END
id = "demo"
title = "C2i2e – campagne de démonstration"
extends = "grenoble-2016"

[[procedure.windows]]
name = "Campagne de démonstration"
opens = $(TZ=$zone date -d "$last -7 days" +%F)
closes = $last
END
    step "Ouverture de la campagne" "$(moment '10:00 -8 days')" init "$key" --profile "$folder/profil.toml"
    step "Liste des candidats" "$(moment '10:05 -8 days')" roster "$key" "$folder/liste.csv"
    step "Dépôts, avec leurs accusés de réception" "$(moment '10:00 +1 day')" deposit "$key" \
        "$folder/depots-moodle.zip" --times archive
    step "Contrôle et comparaison de tous les dépôts" "$(moment '10:10 +1 day')" screen "$key"
    step "Répartition entre trois évaluateurs" "$(moment '10:20 +1 day')" assign "$key" roche petit nadal
    step "Demande de reprise du dossier de neuf pages" "$(moment '10:30 +1 day')" rework "$key" C17105 \
        --until "$(TZ=$zone date -d "$last +15 days" +%F)"
    { evaluator roche "Mme Roche"; evaluator petit "M. Petit"; evaluator nadal "Mme Nadal"; } >>"$journal"
    mv "$PRECHECK_DATA_DIR" "$folder/data"
    export PRECHECK_DATA_DIR=$folder/data
}

[ -e "$folder/data" ] || make_campaign

welcome=$(evaluator roche "Mme Roche" --link | grep -o '/bienvenue/[^ ]*')
personal=$("$bin/precheck" campaign link "$key" C17105 2>/dev/null | grep -o '/d/[^ ]*')
cat <<END

Une évaluatrice, Mme Roche (lien à usage unique) : $address$welcome
Un candidat, dont le dossier est à reprendre : $address$personal
Des dossiers à déposer : $PWD/corpus/samples/
END
exec "$bin/precheck" serve --port "$port"
