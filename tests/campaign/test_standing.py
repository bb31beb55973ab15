"""Where a campaign stands, as in a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from precheck.campaign.store import Store
from precheck.cli import main
from tests.campaign.keepers import closed_campaign


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("PRECHECK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("PRECHECK_DATABASE_URL", raising=False)
    with Store(tmp_path / "data") as store:
        closed_campaign(store)
    return CliRunner()


def test_figures_and_the_next_thing_to_do(run: CliRunner) -> None:
    shown = run.invoke(main, ["campaign", "status", "c17"])
    assert shown.output == (
        "c17  close  5 candidats\n"
        "     4  transmis au jury\n"
        "     1  certifié\n"
        "Dossiers contrôlés\n"
        "     5  Rien de bloquant, des points à vérifier\n"
        "5 dossiers comportent un doute à lever par une personne\n"
        "→ 4 candidats attendent l’oral ou le jury : `precheck campaign call`, `hear`, `jury`.\n"
    )


def test_a_candidate_with_deposits_and_history(run: CliRunner) -> None:
    shown = run.invoke(main, ["campaign", "status", "c17", "Abgrall Prénom", "--json"])
    (one,) = json.loads(shown.output)
    assert (one["number"], one["state"], one["deposits"][0]["name"]) == (701, "certified", "Abgrall.pdf")
    assert [step["step"] for step in one["history"]] == ["deposit"]
    told = run.invoke(main, ["campaign", "status", "c17", "701"])
    assert told.output.splitlines()[0] == "ABGRALL Prénom (c17-0, 701), session 1 : certifié"


def test_the_whole_of_keeping_from_a_terminal(run: CliRunner, tmp_path: Path) -> None:
    made = str(tmp_path / "c17.zip")
    assert run.invoke(main, ["campaign", "archive", "c17", "--output", made]).exit_code == 0
    assert run.invoke(main, ["campaign", "archive", "--verify", made]).exit_code == 0
    assert run.invoke(main, ["campaign", "export-person", "c17", "701", "--output", made]).exit_code == 0
    assert run.invoke(main, ["campaign", "archive", "--verify", made]).exit_code == 3
    listed = run.invoke(main, ["campaign", "purge", "c17"])
    assert (listed.exit_code, "--confirm c17" in listed.output) == (0, True)
    for words in (["anonymise", "c17"], ["anonymise", "c17", "--dry-run", "--confirm", "c17"]):
        assert run.invoke(main, ["campaign", *words]).output == (
            "Seraient effacés :\n"
            "  5 fichiers\n"
            "  5 noms, avec les adresses, les commentaires et les motifs\n"
            "Rien n’a été effacé. Pour le faire : --confirm c17\n"
        )
    assert run.invoke(main, ["campaign", "purge", "c17", "--dry-run", "--confirm", "c17"]).output == listed.output
    assert "anonymisée" not in run.invoke(main, ["campaign", "status", "c17"]).output
    assert run.invoke(main, ["campaign", "purge", "c17", "--confirm", "c18"]).exit_code == 2
    assert run.invoke(main, ["campaign", "purge", "c17", "--confirm", "c17"]).exit_code == 0
    assert "purgée" in run.invoke(main, ["campaign", "status", "c17"]).output
