"""An administrator takes deposits in, as in a terminal."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from precheck.cli import main
from tests.campaign.intake.conftest import ROSTER, pdf


class Terminal:
    """Runs commands on a campaign `g` with the people of `ROSTER`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "roster.csv").write_text(ROSTER, "utf-8")
        self("init", "g")

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(main, ["campaign", *words])

    def write(self, name: str, data: bytes) -> str:
        (self.folder / name).write_bytes(data)
        return str(self.folder / name)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("PRECHECK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PRECHECK_ACTOR", "admin")
    return Terminal(tmp_path)


@pytest.fixture
def ready(run: Terminal) -> Terminal:
    run("roster", "g", str(run.folder / "roster.csv"))
    return run


def test_a_roster_is_shown_then_imported_then_updated(run: Terminal) -> None:
    file = str(run.folder / "roster.csv")
    assert run("roster", "g", file, "--dry-run").output == (
        "✓ 5 nouveaux candidats, 0 mis à jour, 0 inchangé\n  Rien n'a été modifié (--dry-run).\n"
    )
    assert run("roster", "g", file).output == "✓ 5 nouveaux candidats, 0 mis à jour, 0 inchangé\n"
    changed = run.write("new.csv", b"CODE,NOM,remarque\n20170001,Durand,x\n20170002,d'Almeida,\n")
    assert run("roster", "g", changed, "--column", "key=code").output == (
        "✓ 0 nouveau candidat, 1 mis à jour, 1 inchangé\n  Colonnes laissées de côté : remarque.\n"
    )


def test_a_wrong_roster_is_told_line_by_line(run: Terminal) -> None:
    done = run("roster", "g", run.write("bad.csv", "clé;nom;courriel\n1;A;\n;B;\n3;C;x\n".encode()))
    assert (done.exit_code, done.output) == (
        3,
        "✗ bad.csv n'a pas été importé : certaines de ses lignes sont fausses (2).\n"
        "  ligne 3 : il n'y a pas de clé\n"
        "  ligne 4 : « x » n'est pas une adresse électronique\n"
        "  → Corrigez ces lignes et importez de nouveau le fichier.\n",
    )
    assert run("roster", "g", run.write("ok.csv", b"key;surname\n1;A\n"), "--column", "nonsense").exit_code == 2


def test_deposits_are_told_one_by_one(ready: Terminal) -> None:
    with zipfile.ZipFile(ready.folder / "in.zip", "w") as archive:
        archive.writestr("Zoé d'Almeida_11_assignsubmission_file_/d.pdf", pdf("a"))
        archive.writestr("Paul Martin_12_assignsubmission_file_/d.pdf", pdf("b"))
        archive.writestr("Lou Inconnue_13_assignsubmission_file_/d.pdf", pdf("c"))
    words = ("deposit", "g", str(ready.folder / "in.zip"), "--at", "2017-05-12T10:00:00+02:00")
    aside = (
        "? Paul Martin_12_assignsubmission_file_/d.pdf : il pourrait être à quelqu'un d'autre\n"
        "    20170004  MARTIN Paul\n"
        "    20170005  MARTIN Paul\n"
        "✗ Lou Inconnue_13_assignsubmission_file_/d.pdf : personne de la liste ne porte ce nom\n"
    )
    todo = "→ Dites à qui ils sont avec --map ou --candidate.\n"
    name = "Zoé d'Almeida_11_assignsubmission_file_/d.pdf → 20170002"
    dry = ready(*words, "--dry-run")
    assert (dry.exit_code, dry.output) == (
        3, f"  {name} (dossier)\n{aside}1 fichier serait déposé, 1 douteux, 1 non pris\n{todo}",
    )  # fmt: skip
    done = ready(*words, "--receipts", str(ready.folder / "receipts"))
    assert (done.exit_code, done.output) == (
        3, f"✓ {name} : déposé (dossier, version 1)\n{aside}1 fichier déposé, 1 douteux, 1 non pris\n{todo}",
    )  # fmt: skip
    (receipt,) = (ready.folder / "receipts").iterdir()
    dossier = ready.write("d.pdf", pdf("a"))
    proved = CliRunner().invoke(main, ["receipt", "verify", str(receipt), dossier])
    assert (proved.exit_code, proved.output) == (
        0, f"✓ {receipt.name} est authentique, et d.pdf est bien le fichier déposé.\n",
    )  # fmt: skip
    key = ready.write("key.pem", CliRunner().invoke(main, ["receipt", "key"]).output.encode())
    other = ready.write("other.pdf", pdf("b"))
    refused = CliRunner().invoke(main, ["receipt", "verify", str(receipt), other, "--key", key])
    assert (refused.exit_code, refused.output.splitlines()[0]) == (
        3, f"✗ {receipt.name} ne prouve rien : il parle d'un autre fichier que other.pdf.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "code", "fate", "late"),
    [
        ("2017-05-17T23:59:59+02:00", 0, "stored", 0),
        ("2017-05-18T00:00:00+02:00", 3, "late", 1),
        ("2017-05-17T21:59:59+00:00", 0, "stored", 0),
        ("2017-05-17T23:59:59+01:00", 3, "late", 3600),
    ],
)
def test_the_last_second_in_json(ready: Terminal, at: str, code: int, fate: str, late: int) -> None:
    file = ready.write("scan.pdf", pdf("a"))
    done = ready("deposit", "g", file, "--candidate", "20170001", "--at", at, "--json")
    told = json.loads(done.output)
    assert done.exit_code == code
    (outcome,) = told["outcomes"]
    receipt = outcome.pop("receipt")
    assert outcome.pop("number") in range(1, 6)
    assert outcome == {
        "file": "scan.pdf", "candidate": "20170001", "role": "dossier", "fate": fate, "version": 1, "late": late,
        "reason": None,
    }  # fmt: skip
    assert receipt.startswith("Récépissé de dépôt\nCampagne : g\n")
    assert (told["doubtful"], told["unmatched"], told["refused"]) == ([], [], [])


def test_late_dossiers_and_extensions(ready: Terminal) -> None:
    file = ready.write("scan.pdf", pdf("a"))
    late = ready("deposit", "g", file, "--candidate", "20170001", "--at", "2017-05-18T00:00:01+02:00")
    assert (late.exit_code, late.output.splitlines()[0]) == (
        3,
        "! scan.pdf → 20170001 : 2 secondes de retard ; conservé, et non accepté tant que vous ne l'acceptez pas",
    )
    assert ready("accept", "g", "20170001").output.splitlines()[0] == "✗ Cette décision demande un motif."
    assert ready("accept", "g", "20170001", "--reason", "panne").output == (
        "✓ Le dossier scan.pdf, en retard de 2 secondes, est accepté.\n"
    )
    assert ready("accept", "g", "20170001", "--reason", "panne").exit_code == 2
    assert ready("extend", "g", "Anne Le Goff", "--until", "26/03/2018", "--reason", "hospitalisation").output == (
        "✓ Le candidat 20170003 peut déposer jusqu'au 26/03/2018 23:59:59 CEST.\n"
    )
    assert ready("extend", "g", "20170003", "--until", "demain", "--reason", "x").output == (
        "✗ « demain » n'est pas une date telle que 17/05/2017, ou avec l'heure 17/05/2017 18:00:00.\n"
        "  → Écrivez la date ainsi, ou sous la forme 2017-05-17T18:00:00+02:00.\n"
    )


def test_a_map_from_a_terminal(ready: Terminal) -> None:
    file = ready.write("scan.pdf", pdf("a"))
    table = ready.write("map.csv", b"file,candidate\nscan.pdf,20170004\n")
    done = ready("deposit", "g", file, "--map", table, "--at", "2017-05-12T10:00:00+02:00")
    assert (done.exit_code, done.output) == (
        0, "✓ scan.pdf → 20170004 : déposé (dossier, version 1)\n1 fichier déposé, 0 douteux, 0 non pris\n",
    )  # fmt: skip
