"""Beginning a campaign, as in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from precheck.cli import main


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("PRECHECK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PRECHECK_ACTOR", "admin")
    return CliRunner()


def test_a_campaign_begins_with_the_sessions_of_its_profile(run: CliRunner) -> None:
    begun = run.invoke(main, ["campaign", "init", "orleans", "--profile", "orleans-2022"])
    assert begun.output == (
        "✓ La campagne orleans est prête : C2i2e – Orléans 2022-2023.\n"
        "  session 1, Session 1 : jusqu'au 23/04/2023 23:59:59 CEST\n"
        "  session 2, Session 2 : jusqu'au 11/06/2023 23:59:59 CEST\n"
    )
    listed = run.invoke(main, ["campaign", "list"])
    assert listed.output == "orleans  ouverte  0 candidat  C2i2e – Orléans 2022-2023\n1 campagne\n"


def test_a_key_serves_once(run: CliRunner) -> None:
    run.invoke(main, ["campaign", "init", "c2i2e"])
    again = run.invoke(main, ["campaign", "init", "c2i2e"])
    assert again.exit_code == 2
    assert again.output == "✗ Il y a déjà une campagne « c2i2e ».\n  → Choisissez une autre clé.\n"


def test_personal_links_are_told_once(run: CliRunner, tmp_path: Path) -> None:
    roster = tmp_path / "liste.csv"
    roster.write_text("Numéro étudiant;Nom;Prénom\n21700001;Martin;Zoé\n21700002;Arnaud;Luc\n", "utf-8")
    run.invoke(main, ["campaign", "init", "c2i2e"])
    run.invoke(main, ["campaign", "roster", "c2i2e", str(roster)])
    made = run.invoke(main, ["campaign", "link", "c2i2e", "21700002", "Martin Zoé"])
    assert made.exit_code == 0, made.output
    assert [line.partition("  /d/")[0] for line in made.stdout.splitlines()] == ["21700002", "21700001"]
    nobody = run.invoke(main, ["campaign", "link", "c2i2e", "21700009"])
    assert (nobody.exit_code, nobody.stdout) == (2, "")
