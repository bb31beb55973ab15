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

# shellcheck source=tools/demo_steps.sh
. tools/demo_steps.sh

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
mapfile -t heard < <("$bin/python" -m corpus.campaign.grids "$folder")
step "Grilles des évaluateurs" "2017-05-30T17:00:00+02:00" items "$key" --csv "$folder/grille-evaluateurs.csv"
step "Transmission au jury" "2017-05-31T17:00:00+02:00" transmit "$key" --ready
step "Clôture" "$close" close "$key"
step "Liste de ceux qui peuvent passer l'oral" "$close" eligible "$key"
step "Abandons constatés" "$close" abandon "$key" --confirm --yes --reason "rien déposé dans les temps"
step "Convocations" "$close" call "$key" --all --on 2017-06-20T09:30
step "Une absence à l'oral" "$jury" hear "$key" C17103 --absent --reason "absente, sans nouvelles"
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
