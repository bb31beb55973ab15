#!/usr/bin/env bash
# Runs a made-up campaign of forty people through the whole procedure, by the real commands: roster, deposits, screening,
# groups, a re-work, the close, the orals, the jury, the exports, the archive. What each command said stands in journal.txt.
# Usage: tools/demo_campaign.sh [FOLDER]; BIN is where the commands are.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${1:-$PWD/build/demo-campaign}
bin=${BIN:-.venv/bin}
rm -rf "$folder"
mkdir -p "$folder"
journal=$folder/journal.txt
export PRECHECK_DATA_DIR=$folder/data PRECHECK_ACTOR=administratrice PRECHECK_LANG=fr
unset PRECHECK_DATABASE_URL
key=c2i2e-2017

# One step: its command and all that it says go to the journal. Answers up to 3 tell of things that a human must see.
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

"$bin/python" -m corpus.campaign --output "$folder" >"$journal"
printf '✓ Une liste de 40 personnes et un zip Moodle de 40 fichiers, inventés\n'

before=2017-05-09T10:00:00+02:00 after=2017-05-18T15:00:00+02:00 later=2017-05-22T10:00:00+02:00
close=2017-06-01T09:00:00+02:00 jury=2017-06-20T18:00:00+02:00

step "Ouverture de la campagne" "$before" init "$key" --profile grenoble-2016
step "Import de la liste" "$before" roster "$key" "$folder/liste.csv"
step "Dépôts du zip, avec leurs accusés de réception" "$after" deposit "$key" "$folder/depots-moodle.zip" \
    --times archive --receipts "$folder/accuses"
step "Un retard d'une seconde est accepté, avec ses raisons" "$after" accept "$key" C17104 \
    --reason "panne du site constatée à 23 h 59"
step "Contrôle et comparaison de tous les dépôts" "$after" screen "$key"
step "Groupes de dossiers qui ont des passages en commun" "$after" groups "$key" --output "$folder/groupes"
step "Répartition entre trois évaluateurs" "$later" assign "$key" "Mme Roche" "M. Petit" "Mme Nadal"
step "Demande de reprise du dossier de neuf pages" "$later" rework "$key" C17105 --until 2017-05-31
step "Reprise déposée" "2017-05-29T09:12:00+02:00" deposit "$key" "$folder/reprise.pdf" --candidate C17105 \
    --receipts "$folder/accuses"
step "Contrôle de la reprise" "2017-05-29T10:00:00+02:00" screen "$key"
"$bin/python" - "$folder" <<'PYTHON'
"""The evaluators' grid: most have all items, one misses a few, one too many."""
import csv, sys
from pathlib import Path
from corpus.campaign.people import PEOPLE, Part
from precheck.profile import load_profile
folder = Path(sys.argv[1])
framework = load_profile("grenoble-2016").framework
codes = [item.code for item in framework.competences]
gone = {Part.ABSENT, Part.TRUNCATED, Part.ENCRYPTED, Part.NO_PDF, Part.NICKNAME, Part.DOUBLED}
for stage in ("évaluateur", "jury"):
    with (folder / f"grille-{'jury' if stage == 'jury' else 'evaluateurs'}.csv").open("w", encoding="utf-8", newline="") as file:
        grid = csv.writer(file, delimiter=";")
        grid.writerow(["candidat", "étape", *codes])
        for number, person in enumerate(PEOPLE):
            if person.part in gone or person.late > 1 or (stage == "jury" and person.key == "C17103"):
                continue
            missing = {0: 12, 1: 3}.get(number % 9, number % 3)
            grid.writerow([person.key, stage, *("0" if place % 3 == 0 and place // 3 < missing else "1" for place in range(len(codes)))])
PYTHON
step "Grilles des évaluateurs" "2017-05-30T17:00:00+02:00" items "$key" --csv "$folder/grille-evaluateurs.csv"
step "Transmission au jury" "2017-05-31T17:00:00+02:00" transmit "$key" --ready
step "Clôture" "$close" close "$key"
step "Liste de ceux qui peuvent passer l'oral" "$close" eligible "$key"
step "Abandons constatés" "$close" abandon "$key" --confirm --yes --reason "rien déposé dans les temps"
step "Convocations" "$close" call "$key" --all --on 2017-06-20T09:30
step "Une absence à l'oral" "$jury" hear "$key" C17103 --absent --reason "absente, sans nouvelles"
mapfile -t heard < <("$bin/python" - "$folder/grille-jury.csv" <<'PYTHON'
import csv, sys
print("\n".join(row["candidat"] for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"), delimiter=";")))
PYTHON
)
step "Auditions" "$jury" hear "$key" "${heard[@]}"
step "Grilles du jury" "$jury" items "$key" --csv "$folder/grille-jury.csv"
step "Décisions du jury, confirmées" "$jury" jury "$key" --confirm-all --yes
for what in table:tableau.xlsx table:tableau.csv feedback:retours-moodle.zip bundles:evaluateurs batch:session.pdf \
    attestations:attestations certificates:certificats.pdf yearly:annuel.csv; do
    step "Export ${what#*:}" "$jury" export "$key" "${what%%:*}" --output "$folder/exports/${what#*:}"
done
step "Archive vérifiée" "$jury" archive "$key" --output "$folder/archive.zip"
step "Ce que la purge effacerait" "$jury" purge "$key"

echo
"$bin/precheck" campaign status "$key" --at "$jury"
echo
"$bin/precheck" campaign groups "$key" --at "$jury"
echo
echo "Tout se trouve dans $folder : journal.txt, accuses/, groupes/groupes.html, exports/, archive.zip"
