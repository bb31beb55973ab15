"""The commands of decisions, as in a terminal."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from precheck.campaign.procedure import Procedure
from precheck.campaign.store import Store
from precheck.cli import main
from precheck.profile import load_profile
from precheck.testing import make_pdf
from tests.campaign.people import campaign_of, deposit

GRENOBLE = Procedure.of(load_profile("grenoble-2016"))
BEFORE, AFTER = "2017-05-12T10:00:00+02:00", "2017-05-18T10:00:00+02:00"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> CliRunner:
    """A campaign where two of four deposited; the dossier of the second is too short."""
    monkeypatch.setenv("PRECHECK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PRECHECK_ACTOR", "admin")
    with Store(tmp_path / "data") as store, store.writing() as session:
        _, (marie, paul, *_) = campaign_of(session, now)
        sha256 = store.blobs.put(make_pdf("Bonjour."), "dossier.pdf")
        deposit(session, marie, GRENOBLE, now, sha256=sha256)
        deposit(session, paul, GRENOBLE, now, {"L003": "FAILED"}, "not_conforming", sha256)
    return CliRunner()


def says(run: CliRunner, *arguments: str, at: str = BEFORE, code: int = 0, typed: str | None = None) -> str:
    done = run.invoke(main, ["campaign", *arguments, "--at", at], input=typed)
    assert (done.exit_code, done.exception is None or isinstance(done.exception, SystemExit)) == (code, True)
    return str(done.output)


def test_a_whole_session(run: CliRunner, tmp_path: Path) -> None:
    from precheck.campaign.decisions import judged_codes

    codes = judged_codes(load_profile("grenoble-2016"))
    assert says(run, "assign", "c", "eva", "tom") == "✓ eva : 1 dossier\n✓ tom : 1 dossier\n"
    grid = tmp_path / "items.csv"
    grid.write_text(f"candidat;{';'.join(codes)}\nk1{';1' * 26};0;0\n", "utf-8")
    assert says(run, "items", "c", "--csv", str(grid)) == "✓ 28 décisions enregistrées (candidats : 1)\n"
    assert says(run, "transmit", "c", "--ready") == "✓ k1  DUPONT Marie : transmis au jury\n1 dossier transmis\n"
    asked = says(run, "rework", "c", "k2")
    assert asked.startswith("✓ k2  MARTIN Paul : re-travail demandé\n\nVotre dossier est à déposer de nouveau")
    refused = says(run, "close", "c", code=2)
    assert "un dépôt est encore possible jusqu'au 17/05/2017 23:59:59 CEST" in refused
    assert says(run, "close", "c", at=AFTER) == (
        "✓ La session 1 de c est close, 18/05/2017 10:00:00 CEST.\n"
        "  ✓ k1  DUPONT Marie\n"
        "  ✗ k2  MARTIN Paul : un re-travail a été demandé et le dossier n'a pas été redéposé\n"
        "  ✗ k3  ÉLOI Anne : aucun dossier n'a été déposé\n"
        "  ✗ k4  LE GALL Yann : aucun dossier n'a été déposé\n"
        "1 candidat peut se présenter devant le jury\n"
        "\n"
        "Abandons possibles ; à confirmer avec `precheck campaign abandon` :\n"
        "  ? k2  MARTIN Paul : re-travail demandé\n"
        "  ? k3  ÉLOI Anne : inscrit\n"
        "  ? k4  LE GALL Yann : inscrit\n"
    )
    assert "rien n'a été enregistré" in says(run, "abandon", "c", at=AFTER)
    assert says(run, "abandon", "c", "--confirm", at=AFTER, code=1, typed="n\n").endswith("Aborted!\n")
    assert "✓ k3  ÉLOI Anne : abandon" in says(run, "abandon", "c", "k3", "--confirm", "--yes", at=AFTER)
    assert says(run, "call", "c", "--all", "--on", "2017-06-20T09:30", at=AFTER).endswith("1 candidat convoqué\n")
    assert says(run, "hear", "c", "k1", at=AFTER) == "✓ k1  DUPONT Marie : entendu\n"
    assert says(run, "jury", "c", "--confirm-all", "--yes", at=AFTER) == (
        "✓ k1  DUPONT Marie : certificat, 26 items sur 28\n"
        "1 candidat à examiner, dont 0 un par un\n"
        "✓ 1 décision enregistrée\n"
    )
    told = says(run, "history", "c", "k1", at=AFTER)
    assert "admin: certification : entendu → certifié" in told


def test_one_candidate(run: CliRunner) -> None:
    assert "A1.1  ✓ ·" in says(run, "items", "c", "k1", "--acquired", "A1.1,A1.2", "--pages")
    assert "Vouliez-vous dire" in says(run, "items", "c", "k1", "--acquired", "A1.11", code=2)
    assert says(run, "overrule", "c", "k2", "L003", "passed", "--reason", "compté à la main") == (
        "✓ L003 de MARTIN Paul : Conforme\n  Le bilan est maintenant : Rien à corriger\n"
    )
    assert "aucune exigence de format n'est en défaut" in says(run, "rework", "c", "k2", "--preview", code=2)
    assert says(run, "copy", "c", "k1", "--items", "A1.1", "--digital") == (
        "✓ DUPONT Marie, acquis auparavant : A1.1\n"
        "  non pris en compte : il manque la copie authentique de l'attestation, pour le bureau\n"
    )
    assert "ne peut être calculé avec certitude" in says(run, "jury", "c", "k1")
    assert says(run, "cancel", "c", "k1", "--reason", "jury du 3 juin") == "✓ k1  DUPONT Marie : annulé\n"
    assert "Réclamation de DUPONT Marie enregistrée ; elle est dans les temps" in says(
        run, "claim", "c", "k1", "--text", "erreur"
    )
    assert says(run, "reopen", "c", "k1", "--reason", "erreur") == "✓ k1  DUPONT Marie : déposé\n"
    assert "nouvelle inscription" in says(run, "enter", "c", "k1", code=2)
